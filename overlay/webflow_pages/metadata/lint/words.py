"""Common words of languages: those that hold sentences together, and that names seldom have.

A word that another language listed here has as well tells nothing of that language, and is told apart by the caller.
"""

from collections.abc import Mapping
from typing import Final

COMMON: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and for with your our you we of to from how what why when are is this that about more all get by on at "
        "it its us new best free or be can not who where which their",
        "de": "der die das und für mit ihre ihr unser unsere wir sie von zu aus wie was warum wenn sind ist diese über mehr "
        "alle bei auf im den dem des ein eine einen nicht oder als auch nach ohne durch zum zur",
        "fr": "le la les et pour avec votre vos notre nos vous nous de du des comment pourquoi quand sont est cette sur plus "
        "tous toutes dans un une ou au aux par sans ce qui que ne pas",
        "es": "el la los las y para con su sus nuestro nuestra nuestros usted de del cómo qué por cuándo son es esta sobre más "
        "todo todos en un una o al sin que tu tus",
        "it": "il lo la gli le e per con vostro nostro nostra nostri voi di del della dei come perché quando sono è questa su "
        "più tutti in un una o al alla senza che tuo tua",
        "pt": "o a os as e para com seu sua nosso nossa nossos você de do da dos das como por quando são é esta sobre mais "
        "todos em um uma ou ao à sem que no na",
        "nl": "de het een en voor met uw jouw onze ons wij jij van naar uit hoe wat waarom wanneer zijn is deze over meer "
        "alle bij op in of niet ook zonder door",
        "sv": "och för med din ditt vår våra vi du av till från hur vad varför när är denna om mer alla på i en ett den det "
        "eller utan som inte",
        "da": "og for med din dit vores vi du af til fra hvordan hvad hvorfor når er denne om mere alle på i en et den det "
        "eller uden som ikke",
        "nb": "og for med din ditt vår våre vi du av til fra hvordan hva hvorfor når er denne om mer alle på i en et den det "
        "eller uten som ikke",
        "fi": "ja sinun meidän me sinä miten mitä miksi kun ovat on tämä lisää kaikki tai ilman joka ei kanssa",
        "pl": "i dla z ze twój twoje nasz nasze my ty od do jak co dlaczego kiedy są jest ta o więcej wszystkie na w lub bez "
        "który nie się oraz",
        "cs": "a pro s se váš vaše náš naše my vy od do jak co proč kdy jsou je tato o více všechny na v nebo bez který ne",
        "hu": "és a az egy ön mi hogyan miért mikor van ez több minden vagy nélkül amely nem",
        "ro": "și pentru cu dumneavoastră nostru noastre noi de la din cum ce când sunt este această despre mai toate în un o "
        "sau fără care nu",
        "tr": "ve için ile sizin bizim biz siz nasıl ne neden bu daha tüm veya bir olan değil",
        "ru": "и для с ваш ваши наш наши мы вы от до из как что почему когда это о об больше все на в или без который не по",
        "uk": "і та для з ваш ваші наш наші ми ви від до із як що чому коли це про більше всі на в або без який не",
        "el": "και για με σας μας από πώς τι γιατί όταν είναι αυτό περισσότερα όλα στο στη ή χωρίς που το τα της του",
        "id": "dan untuk dengan anda kami dari ke bagaimana apa mengapa ketika adalah ini tentang lebih semua di atau yang",
        "vi": "và cho với của bạn chúng tôi từ như thế nào gì tại sao khi là này về thêm tất cả trong hoặc không các",
    }.items()
}
"""Common words by language, in lower case."""

DANGLING: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "and or the a an but your our their",
        "de": "und oder sowie eine einen einem einer unsere ihre",
        "fr": "et ou le la les des du un une nos vos votre notre",
        "es": "y o el la los las un una unos sus nuestros",
        "it": "e o il lo la gli una dei delle nostri",
        "pt": "e ou o os um uma seus nossos",
        "nl": "en of de een onze uw",
        "sv": "och eller en ett våra",
        "da": "og eller en et vores",
        "pl": "i oraz lub",
        "ru": "и или а но",
        "uk": "і та або",
    }.items()
}
"""Words that no sentence ends in, by language: articles, conjunctions and the like, in lower case."""
