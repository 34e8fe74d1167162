"""A proof for the browser, from a folder and without a network: click a line, say what is wrong, save the form."""

from __future__ import annotations

import json
from collections.abc import Sequence

from journal.errors import Bilingual
from journal.html.markup import element, markup
from journal.html.proof import Query
from journal.model import Node
from journal.proofs.form import LABELS, TITLE, Head, label, text
from journal.proofs.lines import Map

HOW = Bilingual(
    "点一行，改“改为”一栏；版式或图片的问题写在“说明”。改完按“保存勘误表”，把存下的文件寄回编辑部。本页不联网，关闭前请先保存。",
    "Click a line and change “new”; say under “comment” what is wrong with lay-out or figures. When done, press “save the form” "
    "and send us the file. This page uses no network: save before you close it.",
)
SAVE = Bilingual("保存勘误表", "Save the form")
ADD = Bilingual("加一条", "Add an entry")
PAGE = Bilingual("第 {page} 页", "Page {page}")
SHOWN = ("page", "line", "old", "new", "comment")
STYLE = """
body{font:15px/1.6 serif;margin:0;display:flex;gap:1.5em;align-items:flex-start;background:#eee;color:#111}
main{flex:1;min-width:0;padding:1em}aside{width:30em;max-width:45vw;position:sticky;top:0;height:100vh;overflow:auto;padding:1em;box-sizing:border-box;background:#fff}
section{background:#fff;margin:0 0 1em;padding:1em}h1{font-size:1.2em;margin:0 0 .5em}h2{font-size:1em;color:#777;margin:0 0 .5em}
.line{display:flex;gap:1em;padding:.05em .3em;cursor:pointer;border:0;background:none;font:inherit;text-align:start;width:100%}
.line:hover,.line:focus{background:#fff3c4}.line.done{background:#fde2e2}.n{color:#888;min-width:2em;text-align:right;font-size:.8em}
.q{color:#a11}fieldset{border:1px solid #bbb;margin:0 0 .8em;padding:.5em}label{display:block;font-size:.85em;color:#555}
textarea,input{font:inherit;width:100%;box-sizing:border-box}.short{display:inline-block;width:5em;margin-inline-end:1em}
button.do{font:inherit;padding:.4em 1em;margin:0 .5em .8em 0}
"""
SCRIPT = """
const list=document.getElementById('entries'),state=JSON.parse(document.getElementById('state').textContent);
function field(box,name,value,kind){const l=document.createElement('label');l.textContent=state.labels[name];
 if(name==='page'||name==='line')l.className='short';
 const f=document.createElement(kind);f.name=name;f.value=value||'';if(kind==='textarea')f.rows=2;l.append(f);box.append(l);return f;}
function add(values){const b=document.createElement('fieldset');
 for(const name of state.shown)field(b,name,values[name],name==='page'||name==='line'?'input':'textarea');
 b.dataset.query=values.query||'';b.dataset.kind=values.kind||'';
 if(values.asked){const p=document.createElement('p');p.className='q';p.textContent='Q'+values.query+' '+values.asked;b.prepend(p);}
 list.prepend(b);return b;}
for(const q of state.queries)add({page:q.page||'',line:q.line||'',query:q.number,kind:'answer',asked:q.question});
document.querySelectorAll('.line').forEach(l=>l.addEventListener('click',()=>{l.classList.add('done');
 const t=l.querySelector('.t').textContent;const b=add({page:l.dataset.page,line:l.dataset.line,old:t,new:t});b.querySelector('[name=new]').focus();}));
document.getElementById('add').addEventListener('click',()=>add({}));
function flat(s){return s.replace(/\\s+/g,' ').trim();}
function narrow(o,n){if(!n||o===n)return[o,n];let a=0,b=0;while(a<Math.min(o.length,n.length)&&o[a]===n[a])a++;
 while(b<Math.min(o.length,n.length)-a&&o[o.length-1-b]===n[n.length-1-b])b++;
 a=Math.max(0,a-6);b=Math.max(0,b-6);return[o.slice(a,o.length-b),n.slice(a,n.length-b)];}
document.getElementById('save').addEventListener('click',()=>{let out=state.head,k=0;
 for(const b of [...list.children].reverse()){const v={};for(const name of state.shown)v[name]=flat(b.querySelector('[name='+name+']').value);
  if(v.old&&v.old===v.new&&!v.comment)continue;if(!v.old&&!v.new&&!v.comment)continue;
  if(v.old&&!v.new&&!v.comment)v.new='（删去）';
  if(v.new!=='（删去）')[v.old,v.new]=narrow(v.old,v.new);
  v.query=b.dataset.query;v.kind=b.dataset.kind;k++;out+='--- '+k+' ---\\r\\n';
  for(const name in state.labels)out+=state.labels[name]+': '+(v[name]||'')+'\\r\\n';out+='\\r\\n';}
 const a=document.createElement('a');a.href=URL.createObjectURL(new Blob(['\\ufeff'+out],{type:'text/plain'}));a.download=state.file;a.click();});
"""


def proof_page(map_: Map, head: Head, queries: Sequence[Query], title: str, language: str) -> str:
    """The pages' lines to click on and the form beside them, in the reader's language; what it saves is the text form."""
    sealed = text(head).partition("--- 1 ---")[0].replace("\n", "\r\n")
    state = {
        "head": sealed,
        "labels": {name: label(said) for name, said in LABELS.items()},
        "shown": SHOWN,
        "queries": [{"number": q.number, "page": q.page, "line": q.line, "question": q.question} for q in queries],
        "file": f"{head.article}.proof-{head.number}.{head.language}.{head.reader}.txt",
    }
    main = element(
        "main", *(_page(page, map_, queries, head.language, language) for page in range(1, len(map_.sizes) + 1))
    )
    aside = element(
        "aside",
        element("h1", f"{TITLE.say(language)} · {title}"),
        element("p", HOW.say(language)),
        element("button", SAVE.say(language), id="save", type="button", class_="do"),
        element("button", ADD.say(language), id="add", type="button", class_="do"),
        element("div", id="entries"),
    )
    data = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    scripts = f'<script type="application/json" id="state">{data}</script><script>{SCRIPT}</script>'
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    meta += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
    name = markup(f"{TITLE.say(language)} · {head.article}")
    return (
        f'<!DOCTYPE html><html lang="{"zh" if language.startswith("zh") else "en"}"><head>{meta}<title>{name}</title>'
        f"<style>{STYLE}</style></head><body>{markup(main)}{markup(aside)}{scripts}</body></html>"
    )


def _page(page: int, map_: Map, queries: Sequence[Query], tongue: str, language: str) -> Node:
    lines = [line for line in map_.lines if line.page == page]
    here = {(q.page, q.line): q.number for q in queries}
    rows = []
    for line in lines:
        mark = here.get((page, line.number))
        rows.append(
            element(
                "button",
                element("span", str(line.number), class_="n"),
                element("span", " ".join(line.text.replace("\u2060", "").split()), class_="t", lang=tongue),
                element("span", f"Q{mark}", class_="q") if mark else None,
                class_="line",
                type="button",
                data_page=str(page),
                data_line=str(line.number),
            )
        )
    return element("section", element("h2", PAGE.format(page=page).say(language)), *rows)


__all__ = ["proof_page"]
