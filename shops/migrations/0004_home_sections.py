"""A shop may arrange its home page; one that never did goes on showing what its theme shows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shops', '0003_one_stretch_for_each_beginning'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomeSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('hero', 'Cover'), ('announcement', 'News'), ('categories', 'Categories'), ('products', 'Products'), ('shelf', 'One category'), ('story', 'Your story'), ('words', 'A few words'), ('visit', 'Come and see us')], max_length=20, verbose_name='kind')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_shown', models.BooleanField(default=True, verbose_name='shown')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=120, null=True, verbose_name='title')),
                ('title_nl', models.CharField(blank=True, max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=120, null=True, verbose_name='title')),
                ('title_de', models.CharField(blank=True, max_length=120, null=True, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text')),
                ('text_fr', models.TextField(blank=True, max_length=2000, null=True, verbose_name='text')),
                ('text_nl', models.TextField(blank=True, max_length=2000, null=True, verbose_name='text')),
                ('text_en', models.TextField(blank=True, max_length=2000, null=True, verbose_name='text')),
                ('text_de', models.TextField(blank=True, max_length=2000, null=True, verbose_name='text')),
                ('count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many')),
                ('category_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='category')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(condition=~models.Q(kind='shelf') & ~models.Q(kind='words'), fields=('kind',), name='one_section_of_each_kind')],
            },
        ),
    ]
