"""Given names that are rarely family names. A name that ends in one of them may be in the wrong order."""

from __future__ import annotations

from archive.model.text import words

GIVEN_NAMES = frozenset(
    "ada agnes alejandro alessandro alexandra alexandre alexei alice alicia alina amanda amelia amy ana anastasia "
    "andrea andrew angela anika anita anna anne annika antonia beatrice beatriz bianca bjorn brenda brian camila "
    "camille carla carmen carolina caroline catherine cecilia charlotte chiara chloe christina christine claudia "
    "cristina daniela deborah diana dmitri dmitry eduardo elena eleni eleonora elisa elisabeth elizabeth ella emily "
    "emma eric erik erika esther eva fabio fatima federica federico felipe fiona francesca francois frederic "
    "frederik gabriela georgios gianluca giorgio giulia giuseppe goran guillaume gustavo hannah heather helen "
    "helena henrik hiroshi ignacio igor ilya ines ingrid irene irina isabel isabella jakub jana jane janet jeffrey "
    "jennifer jens jesper jessica jiri joanna joao joaquin johanna johannes jonathan josephine joshua judith julia "
    "juliana jurgen karen karin katarina katherine kathleen katja kenji kevin konstantinos kristina krzysztof laura "
    "lea lena linda lisa lucia lucy luisa maciej madeleine magdalena marcelo marcin maria mariana marie marina "
    "marta martha mary massimo matteo matthew mauricio maurizio melanie melissa michal michelle mikhail miriam "
    "monica nadia nancy natalia natalie natasha nicole nikolai nikolaos nikos nina nora olga olivia paolo patricia "
    "paula pauline petra philipp priya rachel rajesh raquel raul rebecca renata riccardo ricardo roberto rodrigo "
    "ruth sabine salvatore sandra sara sergei sergey sergio shreya silvia sofia sonia sophia sophie stefanie "
    "stefano stephane stephanie susan susanne svetlana sylvia takashi takeshi tamara tanja tatiana teresa theresa "
    "thorsten tomasz torsten ulrike ursula uwe valentina vanessa verena veronica victoria virginia viviana vladimir "
    "volker wolfgang yannis yasmin yuri yvonne zoe zoltan".split()
)


def begins_given(name: str) -> bool:
    """Whether a text of several words begins with a given name and does not end in one, as a full name does."""
    parts = words(name)
    return len(parts) > 1 and parts[0] in GIVEN_NAMES and parts[-1] not in GIVEN_NAMES
