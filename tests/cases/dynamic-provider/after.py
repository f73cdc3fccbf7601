from pulumi import dynamic


class Registration(dynamic.ResourceProvider):
    def create(self, props):
        return dynamic.CreateResult("shop.example", props)

    def diff(self, _id, olds, news):
        return dynamic.DiffResult(changes=olds["owner"] != news["owner"], replaces=["owner"])


class Domain(dynamic.Resource):
    def __init__(self, name: str, owner: str) -> None:
        super().__init__(Registration(), name, {"owner": owner})


Domain("shop", "news")
