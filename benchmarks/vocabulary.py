"""Sentences of nobody, about ferries and bridges: what a generated article is made of."""

from __future__ import annotations

# Each sentence has places, which another word fills each time: {thing} {place} {act} {quality} {who} {number}.
ZH_SENTENCES = (
    "{place}的{thing}并非一日建成，{who}先后{act}了{number}次，每次都留下不同的记录。",
    "若把{thing}与{thing}并列来看，二者的差别首先不在形制，而在{who}如何{act}。",
    "现存的册籍对此语焉不详，只说{place}一带“{quality}”，至于{thing}由谁经管，则付之阙如。",
    "{who}认为，{thing}之所以{quality}，是因为{act}的次序早已约定俗成，不必另立章程。",
    "这一解释颇有说服力，但它忽略了{place}与{place}之间相距{number}里，{thing}不可能同时{act}。",
    "从{number}份抄本的异文可以推知，{who}所说的{thing}，与后来通行的名称并不相同。",
    "换言之，{act}不是目的，而是使{thing}趋于{quality}的手段；手段与目的一旦颠倒，争端便随之而起。",
    "值得注意的是，{who}在{place}停留不足{number}日，其见闻却被反复转述，终成定论。",
    "{thing}的用途因时而异：平水时供{who}{act}，涨水时则须另觅去处。",
    "与此相对，{place}的做法较为{quality}，凡遇{thing}损坏，一律由两岸轮流{act}。",
    "我们不妨以{place}为例，逐项核对{thing}的尺寸、位置与年代，再看旧说能否成立。",
    "{who}没有说明为何选择{place}，但从{thing}的分布来看，这一选择至少在当时是{quality}的。",
    "倘若没有{thing}，{who}只能绕行{place}，路程因此增加{number}里有余。",
    "上述材料彼此抵牾之处甚多，其中最难调和的，是{thing}究竟先于还是后于{place}的迁徙。",
    "就数量而言，{thing}仅占全部样本的百分之{number}，然而其影响远较数字所示更为{quality}。",
    "{who}往往把{act}视为理所当然，直到{thing}荒废之后，才察觉旧法的周密。",
    "因此，{quality}与否，不应只凭{thing}的外观判断，还要看它在{place}的日常生活中处于何种位置。",
    "一份残损的账簿写道，{who}于秋分前后{act}，所费共计{number}串，由{place}各户均摊。",
    "另有一种说法，以为{thing}源自{place}，经{who}携带，沿水路逐渐传开。",
    "此说虽然{quality}，却缺少直接的证据，目前只能存疑。",
    "尽管如此，{thing}与{act}的关联仍是清楚的，{number}处遗迹中，没有一处例外。",
    "{place}地势低洼，每逢梅雨，{thing}便容易淹没，{who}不得不提前{act}。",
    "若以今日的眼光衡量，这些规矩未免{quality}；但在当时，它们使陌生人之间的往来成为可能。",
    "概括地说，{thing}经历了由简到繁、再由繁返简的过程，转折发生在{place}的{who}手中。",
    "{who}留下的图样共有{number}幅，线条粗细不一，显然出自不同的画工。",
    "比较这些图样，可以看到{thing}的比例逐渐拉长，而{act}所需的人手反而减少。",
    "有人据此断言，{place}的衰落与{thing}无关，而应归因于{who}的离去。",
    "这一判断失之{quality}。人员的流动本身，正是{thing}能否维持的结果。",
    "为免误解，本节所称{thing}，仅指{place}以下、{place}以上的一段，不涉及支流。",
    "{act}的时辰也有讲究，{who}通常在鸡鸣之后、日出之前动身，午后即归。",
    "由此产生一个问题：当{who}与{who}意见不合时，{thing}应当归谁处置？",
    "旧约的回答十分{quality}：谁{act}，谁受益；众人{act}，众人受益。",
    "{place}的石刻为此提供了佐证，碑阴所列{number}人，皆以{thing}为业。",
    "字迹虽已漫漶，仍可辨认出“{thing}”“{place}”等字样，与方志的记载吻合。",
    "至于{who}如何筹措费用，史料没有正面的交代，只能从{thing}的规模间接估算。",
    "按照较为保守的估算，修缮一处{thing}约需木料{number}根、麻绳若干、工匠十余名。",
    "这样的开支对{place}而言并不轻松，却也没有到难以承受的地步。",
    "{quality}的年份里，{who}还会把余款用于{act}，使邻近的村落同样得到便利。",
    "我们在{place}的访谈也印证了这一点：年长的{who}仍能说出{thing}的旧名。",
    "年轻一代对{thing}的兴趣则各不相同，有人{act}，有人只是偶尔路过。",
)  # fmt: skip
ZH_WORDS = {
    "thing": (
        "渡口 浮桥 石桥 栈道 驿亭 码头 堤岸 水闸 缆绳 船坞 灯塔 路碑 井栏 磨坊 仓廪 窑址 茶棚 集市 书院 祠堂 渠首 堰坝 "
        "竹筏 篷船 桅杆 锚链 渔网 笆篱 瓦舍 牌坊 戏台 谷场 药圃 桑园 盐池 陶瓮 铜钟 漆匣 织机 纸坊 墨锭 算盘 罗盘 "
        "航标 界桩 铺面 货栈 邮路 辘轳 犁铧"
    ).split(),
    "place": (
        "临渊 澄江 云栖 南麓 北泽 松陵 芦荡 鹤汀 柳浦 枫泾 苇塘 梨洲 槐荫 桐庐湾 杏花埠 青枣岭 白鹭滩 乌石矶 黄檀坡 紫藤巷 "
        "长亭镇 短墙里 双榆村 三棵樟 半截塔 老鸦嘴 新篁町 旧茅屋 望潮阁 听雨轩 落雁坪 回澜湾 卧牛岗 飞虹涧 叠翠峡 "
        "霜叶渡 晴岚驿 暮云津 晓霁堡 寒溪口"
    ).split(),
    "act": (
        "修葺 疏浚 丈量 登记 巡视 摆渡 加固 搬运 勘察 校订 誊录 描摹 商议 抽签 轮值 募捐 采石 伐木 编索 涂漆 播种 灌溉 "
        "晾晒 收割 祭扫 敲钟 点灯 守望 引航 卸货 称重 换马 投宿 问路 避雨 汲水 生火 结绳"
    ).split(),
    "quality": (
        "简便 稳妥 迂回 繁复 明晰 粗疏 谨严 宽缓 匆促 丰稔 荒歉 偏僻 喧闹 宁静 陡峭 平坦 湿润 干燥 陈旧 簇新 牢固 松散 "
        "公允 武断 恰当 勉强 耐用 轻巧 笨重 隐晦"
    ).split(),
    "who": (
        "船夫 石匠 乡民 塾师 里正 商贩 旅人 画师 抄手 牧童 木工 渔户 药农 邮差 税吏 僧侣 樵夫 纤夫 账房 铁匠 裁缝 厨娘 "
        "琴师 学徒 守夜人 更夫 测绘员 园丁 养蜂人 编纂者"
    ).split(),
    "number": "三 五 七 九 十二 十五 十八 二十四 三十 四十六 53 68 75 120 365".split(),
}
ZH_SURNAMES = "钟离 闻人 端木 澹台 安 柏 岑 褚 邓 樊 葛 郝 简 蓝 麦 倪 欧 庞 裘 阮 盛 谭 邬 奚 燕 臧".split()
ZH_GIVEN = "清源 明叙 若谷 怀远 知言 望舒 砚秋 景行 令仪 思齐 未央 扶摇 雁回 书衡 砺锋 絮宁".split()

EN_SENTENCES = (
    "The {thing} of {place} was not built in a day; {who} had to {act} it {number} times, and each attempt left a record of its own.",
    "Where one {thing} is set beside another, the difference lies less in the form than in how {who} chose to {act} it.",
    "The surviving registers say little about this, and what they do say, that the road to {place} was {quality}, is of little help.",
    "According to {who}, the {thing} remained {quality} because the order in which people would {act} it had long been settled.",
    "This explanation has much to recommend it, but it overlooks the {number} miles between {place} and {place}.",
    "A comparison of {number} copies suggests that the {thing} of which {who} spoke was not the one known by that name today.",
    "To {act} was, in other words, not an end but a means; once the two were confused, disputes about the {thing} followed.",
    "It should be noted that {who} spent fewer than {number} days at {place}, although the account was repeated until it passed for fact.",
    "What the {thing} was used for depended on the season: at low water it served {who}, at high water nobody could {act} it.",
    "The practice at {place} was by contrast {quality}, for both banks took turns to {act} whatever had been damaged.",
    "Let us take {place} as an example and check the size, position and date of the {thing} before we accept the older view.",
    "We are not told why {who} settled on {place}, yet the distribution of the {thing} shows that the choice was {quality} at the time.",
    "Without the {thing} the only way was through {place}, which made the journey longer by {number} miles.",
    "These sources contradict one another, and the hardest point to reconcile is whether the {thing} came before the removal from {place}.",
    "In number the {thing} accounts for {number} per cent of the sample; in influence it was far more {quality} than that figure suggests.",
    "People like {who} took such work for granted, and noticed the care behind it only when the {thing} had fallen into disuse.",
    "Whether a {thing} was {quality} cannot be judged from its appearance alone, but from its place in the daily life of {place}.",
    "A damaged ledger reports that {who} went out around the equinox to {act} the {thing}, at a cost of {number} strings of coins.",
    "Another tradition has it that the {thing} came from {place} and travelled along the waterways with {who}.",
    "The suggestion is {quality}, but no direct evidence supports it, and for the time being it must remain a suggestion.",
    "The connection between the {thing} and the duty to {act} it is nevertheless clear, and none of the {number} sites is an exception.",
    "Since {place} lies low, the {thing} was easily flooded in the rainy season, and {who} had to {act} it in good time.",
    "By the standards of today these rules may appear {quality}; in their time they allowed strangers to deal with one another.",
    "Broadly speaking, the {thing} grew more elaborate and then simpler again, and the turn was the work of {who} at {place}.",
    "There are {number} drawings from the hand of {who}, whose lines differ so much in weight that several draughtsmen must have been at work.",
    "The drawings show that the {thing} became longer in proportion, while fewer hands were needed to {act} it.",
    "Some have concluded that the decline of {place} had nothing to do with the {thing} and everything with the departure of {who}.",
    "That judgement is too {quality}, because the coming and going of people was itself a condition of the {thing}.",
    "To avoid misunderstanding, the term is used here for the reach between {place} and {place}, without its tributaries.",
    "There were rules for the hour as well: {who} would set out after cockcrow to {act} the {thing} and be home by the afternoon.",
    "This leads to a further question: who may dispose of the {thing} when {who} and the village disagree?",
    "The old covenant gives a {quality} answer: those who {act} it shall have the benefit, and where all do so, all shall benefit.",
    "An inscription at {place} bears this out, since each of the {number} persons on the reverse lived by the {thing}.",
    "Although the letters are worn, the words for {thing} and {place} can still be read, and they agree with the gazetteer.",
    "How {who} raised the money is not recorded, and can only be estimated from the size of the {thing}.",
    "On a cautious estimate, the repair of one {thing} took {number} beams, a good deal of rope and a dozen workmen.",
    "Such an outlay was not a small matter for {place}, but neither was it beyond what the place could bear.",
    "In {quality} years {who} would spend what was left to {act} the neighbouring paths, so that others gained as well.",
    "Our conversations at {place} confirm the point, for the older people still know the former name of the {thing}.",
    "The younger generation differs in its interest: some still {act} the {thing}, others merely pass it now and then.",
)  # fmt: skip
EN_WORDS = {
    "thing": (
        "ferry|pontoon|footbridge|causeway|landing|embankment|sluice|hawser|boatyard|beacon|milestone|wellhead|watermill|granary|"
        "kiln|tea stall|market hall|academy|weir|raft|mast|anchorage|fishing weir|gatehouse|threshing floor|herb garden|"
        "mulberry orchard|salt pan|bell tower|weaving shed|paper mill|boundary stone|warehouse|post road|windlass"
    ).split("|"),
    "place": (
        "Linyuan|Chengjiang|Yunqi|Nanlu|Beize|Songling|Heting|Liupu|Fengjing|Lizhou|Huaiyin|Xinghua Wharf|White Egret Shoal|"
        "Black Rock|Wisteria Lane|Long Pavilion|Twin Elms|Half Pagoda|New Bamboo|Tidewatch|Rainlisten|Wild Goose Flat|"
        "Crouching Ox Hill|Rainbow Gorge|Frostleaf Crossing|Evening Cloud Ford|Cold Creek Mouth"
    ).split("|"),
    "act": (
        "repair|dredge|survey|register|inspect|reinforce|examine|maintain|copy|sketch|discuss|paint|irrigate|clear|guard|light|"
        "approach|rebuild|measure|describe|catalogue|finance|supervise|abandon|reopen"
    ).split("|"),
    "quality": (
        "convenient|reliable|circuitous|elaborate|transparent|careless|rigorous|lenient|hasty|plentiful|meagre|remote|"
        "noisy|peaceful|steep|unremarkable|durable|cumbersome|equitable|arbitrary|appropriate|obscure"
    ).split("|"),
    "who": (
        "the boatmen|the stonemasons|the villagers|a schoolmaster|the headman|travelling merchants|a painter|the copyists|"
        "the carpenters|the fishing households|a postman|the monks|the woodcutters|an accountant|the blacksmiths|the apprentices|"
        "the night watchmen|the surveyors|a gardener|the beekeepers|the compilers"
    ).split("|"),
    "number": "three five seven nine twelve fifteen eighteen twenty-four thirty forty-six 53 68 75 120 365".split(),
}
EN_SURNAMES = "Zhongli Wenren Duanmu Tantai An Bai Cen Chu Deng Fan Ge Hao Jian Lan Mai Ni Ou Pang Qiu Ruan Sheng Tan Wu Xi Yan Zang".split()
EN_GIVEN = "Qingyuan Mingxu Ruogu Huaiyuan Zhiyan Wangshu Yanqiu Jingxing Lingyi Siqi Weiyang Fuyao Yanhui Shuheng Lifeng Xuning".split()

ZH_HEADINGS = (
    "缘起与旧说 材料与方法 形制的变迁 经管与轮值 费用的分担 水路与陆路 图样的比较 碑刻与账簿 口述的补正 余论".split()
)
EN_HEADINGS = (
    "Origins and Older Views|Sources and Method|Changes of Form|Management by Turns|Sharing the Cost|By Water and by Land|"
    "The Drawings Compared|Inscriptions and Ledgers|What Was Told|Concluding Remarks"
).split("|")
ZH_JOURNALS = "津梁研究 水陆考古 云栖学报 南麓史地 乡约评论 图志与碑刻".split()
EN_JOURNALS = "Journal of Fords and Bridges|Waterway Archaeology|Yunqi Studies|Nanlu History|Covenant Review|Maps and Stones".split(
    "|"
)
ZH_PRESSES = "临渊大学出版社 云栖书局 南麓古籍社 澄江文献馆".split()
EN_PRESSES = "Linyuan University Press|Yunqi Books|Nanlu Classics|Chengjiang Archive".split("|")
