"""The courts that keep the register of legal persons."""

from django.db import models
from django.utils.translation import pgettext_lazy


class EnterpriseCourt(models.TextChoices):
    """
    The divisions of the Belgian enterprise courts, by place; Brussels has two courts, one for each language.

    Royal decree of 14 March 2014 on the division of the courts into sections; Leuven, Nivelles and Eupen have one seat each.
    """

    ANTWERP = "antwerp", pgettext_lazy("enterprise court", "Antwerp")
    ARLON = "arlon", pgettext_lazy("enterprise court", "Arlon")
    BRUGES = "bruges", pgettext_lazy("enterprise court", "Bruges")
    BRUSSELS_FR = "brussels_fr", pgettext_lazy("enterprise court", "Brussels, French-speaking section")
    BRUSSELS_NL = "brussels_nl", pgettext_lazy("enterprise court", "Brussels, Dutch-speaking section")
    CHARLEROI = "charleroi", pgettext_lazy("enterprise court", "Charleroi")
    DENDERMONDE = "dendermonde", pgettext_lazy("enterprise court", "Dendermonde")
    DINANT = "dinant", pgettext_lazy("enterprise court", "Dinant")
    EUPEN = "eupen", pgettext_lazy("enterprise court", "Eupen")
    GHENT = "ghent", pgettext_lazy("enterprise court", "Ghent")
    HASSELT = "hasselt", pgettext_lazy("enterprise court", "Hasselt")
    HUY = "huy", pgettext_lazy("enterprise court", "Huy")
    KORTRIJK = "kortrijk", pgettext_lazy("enterprise court", "Kortrijk")
    LEUVEN = "leuven", pgettext_lazy("enterprise court", "Leuven")
    LIEGE = "liege", pgettext_lazy("enterprise court", "Liège")
    MARCHE = "marche", pgettext_lazy("enterprise court", "Marche-en-Famenne")
    MECHELEN = "mechelen", pgettext_lazy("enterprise court", "Mechelen")
    MONS = "mons", pgettext_lazy("enterprise court", "Mons")
    NAMUR = "namur", pgettext_lazy("enterprise court", "Namur")
    NEUFCHATEAU = "neufchateau", pgettext_lazy("enterprise court", "Neufchâteau")
    NIVELLES = "nivelles", pgettext_lazy("enterprise court", "Walloon Brabant (Nivelles)")
    OSTEND = "ostend", pgettext_lazy("enterprise court", "Ostend")
    OUDENAARDE = "oudenaarde", pgettext_lazy("enterprise court", "Oudenaarde")
    TONGEREN = "tongeren", pgettext_lazy("enterprise court", "Tongeren")
    TOURNAI = "tournai", pgettext_lazy("enterprise court", "Tournai")
    TURNHOUT = "turnhout", pgettext_lazy("enterprise court", "Turnhout")
    VERVIERS = "verviers", pgettext_lazy("enterprise court", "Verviers")
    VEURNE = "veurne", pgettext_lazy("enterprise court", "Veurne")
    YPRES = "ypres", pgettext_lazy("enterprise court", "Ypres")
