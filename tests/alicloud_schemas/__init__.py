"""What the schemas of terraform-provider-alicloud say, as tables: which inputs force a new object, what values are held to.

main.go and its neighbours   read the schemas from the provider's source, as syntax
naming.py                    from names in Terraform to those on Pulumi's wire, by the installed SDK
examples.py                  what the SDK's documentation shows, which no rule may call a fault
tables.py                    the tables' rows
"""
