"""Attempts that nobody sees any more, and money for which there is no order."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0009_the_books_of_stripe'),
    ]

    operations = [
        migrations.CreateModel(
            name='StrayPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('stripe_session_id', models.CharField(max_length=120, unique=True)),
                ('stripe_account_id', models.CharField(max_length=80)),
                ('stripe_payment_intent_id', models.CharField(blank=True, max_length=120)),
                ('amount', models.PositiveBigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('order_number', models.CharField(blank=True, max_length=40)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('user_name', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='paymentattempt',
            name='told',
            field=models.CharField(blank=True, choices=[('paid', 'Paid'), ('to_return', 'To Return'), ('unpaid', 'Unpaid')], db_default='', max_length=10),
        ),
        migrations.AddField(
            model_name='paymentattempt',
            name='unseen_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='paymentattempt',
            name='state',
            field=models.CharField(choices=[('new', 'New'), ('open', 'Open'), ('processing', 'Processing'), ('paid', 'Paid'), ('failed', 'Failed'), ('expired', 'Expired'), ('unseen', 'Unseen')], default='new', max_length=12),
        ),
    ]
