import pulumi


class Zone(pulumi.CustomResource):
    def __init__(self, name: str, props: dict[str, object]) -> None:
        super().__init__("cloudflare:index/zone:Zone", name, props)


zone = Zone("shop", {"zone": "shop.example", "plan": "business"})
