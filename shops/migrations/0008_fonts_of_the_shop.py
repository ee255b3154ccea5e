"""A shop may wear other fonts than its theme's."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shops', '0007_three_more_themes'),
    ]

    operations = [
        migrations.AddField(
            model_name='shopsettings',
            name='font_pair',
            field=models.CharField(blank=True, choices=[('book', 'Book: calm titles with serifs'), ('poster', 'Poster: narrow and strong'), ('round', 'Round: friendly'), ('plain', 'Plain: clear and modern')], max_length=20, verbose_name='fonts'),
        ),
    ]
