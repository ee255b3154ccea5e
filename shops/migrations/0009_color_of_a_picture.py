"""A shop may take its colour from its logo."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shops', '0008_fonts_of_the_shop'),
    ]

    operations = [
        migrations.AddField(
            model_name='shoppicture',
            name='color',
            field=models.CharField(blank=True, max_length=7),
        ),
    ]
