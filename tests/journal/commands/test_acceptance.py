"""What is accepted becomes an article of issues/forthcoming/, once, and nothing that is there is written over."""

from .bureau import Bureau


def accepted(bureau: Bureau) -> str:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    bureau.done("duanmu", "manuscript", "decide", id, "accept", "--note", "同意录用。")
    return id


def test_acceptance_begins_an_article_with_its_front_matter_and_no_text(bureau: Bureau) -> None:
    id = accepted(bureau)
    article = bureau.show("wenren", id)["article"]
    file = bureau.home / f"issues/forthcoming/{article}/article.xml"
    assert "渡口通行权的法理" in file.read_text("utf-8")
    rules = {one["rule"] for one in bureau("wenren", "check", article, as_json=True).data}
    assert "body-missing" in rules


def test_doing_it_again_writes_over_nothing(bureau: Bureau) -> None:
    id = accepted(bureau)
    article = bureau.show("wenren", id)["article"]
    file = bureau.home / f"issues/forthcoming/{article}/article.xml"
    file.write_text(file.read_text("utf-8").replace("渡口", "津渡"), "utf-8")
    assert bureau("wenren", "manuscript", "article", id).code == 0
    assert "津渡" in file.read_text("utf-8")


def test_a_dry_run_of_an_acceptance_writes_no_file(bureau: Bureau) -> None:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    assert bureau("duanmu", "manuscript", "decide", id, "accept", "--note", "同意。", "--dry-run").code == 0
    assert not list((bureau.home / "issues/forthcoming").glob("*/article.xml"))


def test_what_is_not_accepted_is_no_article(bureau: Bureau) -> None:
    id = bureau.in_review()
    error, _ = bureau.refused("wenren", "manuscript", "article", id)
    assert error == "NotAccepted"
