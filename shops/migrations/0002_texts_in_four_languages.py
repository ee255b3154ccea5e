"""Notes on hours and the street exist in each language; the legal form becomes a code where it is one of the usual ones."""

from django.db import migrations, models
from django.db.models import F

from kit.tenancy import current_tenant

SPELLINGS = {
    "personne physique": "natural_person",
    "natuurlijk persoon": "natural_person",
    "natuurlijke persoon": "natural_person",
    "natural person": "natural_person",
    "natürliche person": "natural_person",
    **dict.fromkeys(["srl", "bv", "sprl", "bvba", "gmbh", "srl/bv"], "srl"),
    **dict.fromkeys(["sa", "nv", "ag", "sa/nv"], "sa"),
    **dict.fromkeys(["sc", "cv", "sc/cv"], "sc"),
    **dict.fromkeys(["snc", "vof", "snc/vof"], "snc"),
    **dict.fromkeys(["scomm", "commv", "scomm/commv"], "scomm"),
    **dict.fromkeys(["asbl", "vzw", "vog", "asbl/vzw"], "asbl"),
}


def say_it_in_each_language(apps, schema_editor):
    """Readers go on seeing what they saw; the shopkeeper translates it when they like."""
    alias, codes = schema_editor.connection.alias, current_tenant().languages
    hours, settings = apps.get_model("shops", "OpeningHours"), apps.get_model("shops", "ShopSettings")
    hours.objects.using(alias).update(**{f"note_{code}": F("note") for code in codes})
    settings.objects.using(alias).update(**{f"street_{code}": F("street") for code in codes})


def know_the_legal_form(apps, schema_editor):
    """What is not a usual form stays as it was typed."""
    settings = apps.get_model("shops", "ShopSettings").objects.using(schema_editor.connection.alias)
    for row in settings.exclude(legal_form=""):
        row.legal_form = SPELLINGS.get(" ".join(row.legal_form.lower().replace(".", "").split()), row.legal_form)
        row.save(update_fields=["legal_form"])


class Migration(migrations.Migration):
    dependencies = [("shops", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="openinghours",
            name="note_fr",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="openinghours",
            name="note_nl",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="openinghours",
            name="note_en",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="openinghours",
            name="note_de",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="shopsettings",
            name="street_fr",
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name="street and number"),
        ),
        migrations.AddField(
            model_name="shopsettings",
            name="street_nl",
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name="street and number"),
        ),
        migrations.AddField(
            model_name="shopsettings",
            name="street_en",
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name="street and number"),
        ),
        migrations.AddField(
            model_name="shopsettings",
            name="street_de",
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name="street and number"),
        ),
        migrations.AlterField(
            model_name="shopsettings",
            name="legal_form",
            field=models.CharField(blank=True, max_length=80, verbose_name="legal form"),
        ),
        migrations.RunPython(say_it_in_each_language, migrations.RunPython.noop),
        migrations.RunPython(know_the_legal_form, migrations.RunPython.noop),
    ]
