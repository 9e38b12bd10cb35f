using System.Text.Json.Nodes;
using ScanDeputy.Tests.Conventions;
using Xunit;

namespace ScanDeputy.Tests.Contracts;

/// <summary>The description against the one that clients were last given, and each kind of change against the comparison.</summary>
public sealed class ContractChangesTests
{
    private const string Usual = """
        {
          "paths": {
            "/api/v1/things/{id}": {
              "post": {
                "operationId": "ChangeThing", "x-roles": ["resident", "deputy"],
                "parameters": [
                  { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                  { "name": "q", "in": "query", "schema": { "type": "string" } }
                ],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Request" } } } },
                "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Answer" } } } }, "422": {} }
              }
            }
          },
          "components": {
            "schemas": {
              "Request": {
                "type": "object", "required": ["text"],
                "properties": {
                  "text": { "type": "string", "maxLength": 100, "minLength": 2 }, "note": { "type": ["null", "string"] }, "kind": { "$ref": "#/components/schemas/Kind" },
                  "count": { "type": "number" }, "ids": { "type": "array", "maxItems": 9, "items": { "type": "string" } }
                }
              },
              "Answer": {
                "type": "object", "required": ["id", "kind", "inner"],
                "properties": {
                  "id": { "type": "string" }, "kind": { "$ref": "#/components/schemas/Kind" }, "count": { "type": "number" }, "note": { "type": ["null", "string"] },
                  "inner": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Answer" }] }
                }
              },
              "Kind": { "type": "string", "enum": ["a", "b"] }
            }
          }
        }
        """;

    private static string Released => Path.Combine(SourceTree.Find().Root, "miniprogram-contracts", "released", "openapi.v1.json");

    [Fact]
    public void Nothing_that_clients_were_given_is_taken_back()
    {
        var now = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Find().Root, "miniprogram-contracts", "openapi.json")))!;
        var breaks = ContractChanges.Between(JsonNode.Parse(File.ReadAllText(Released))!, now);
        Assert.True(breaks.Count == 0, $"These break clients (miniprogram-contracts/README.md says what a new version takes):\n{string.Join('\n', breaks)}");
    }

    [Theory]
    [InlineData("an operation that is gone", "paths", "/api/v1/things/{id}", null)]
    [InlineData("an operation that is called otherwise", "paths./api/v1/things/{id}.post", "operationId", "\"AlterThing\"")]
    [InlineData("a role that may no longer", "paths./api/v1/things/{id}.post", "x-roles", """["resident"]""")]
    [InlineData("a query that is gone", "paths./api/v1/things/{id}.post", "parameters", """[{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]""")]
    [InlineData("a query that must be said", "paths./api/v1/things/{id}.post.parameters.1", "required", "true")]
    [InlineData("a query of another type", "paths./api/v1/things/{id}.post.parameters.1.schema", "type", "\"integer\"")]
    [InlineData("a body that must be sent", "paths./api/v1/things/{id}.post.requestBody", "required", "true")]
    [InlineData("an answer that is gone", "paths./api/v1/things/{id}.post.responses", "200", null)]
    [InlineData("a field that must be said", "components.schemas.Request", "required", """["text", "note"]""")]
    [InlineData("a new field that must be said", "components.schemas.Request", "required", """["text", "new"]""")]
    [InlineData("a field of a request that is gone", "components.schemas.Request.properties", "note", null)]
    [InlineData("a field that may no longer be null", "components.schemas.Request.properties.note", "type", "\"string\"")]
    [InlineData("a type that is narrower", "components.schemas.Request.properties.count", "type", "\"integer\"")]
    [InlineData("a shorter text", "components.schemas.Request.properties.text", "maxLength", "50")]
    [InlineData("a longer least", "components.schemas.Request.properties.text", "minLength", "10")]
    [InlineData("a limit where there was none", "components.schemas.Request.properties.note", "maxLength", "50")]
    [InlineData("a smaller list", "components.schemas.Request.properties.ids", "maxItems", "3")]
    [InlineData("a format", "components.schemas.Request.properties.text", "format", "\"date\"")]
    [InlineData("a value that is no longer taken", "components.schemas.Kind", "enum", """["a"]""")]
    [InlineData("a list that is closed", "components.schemas.Request.properties.note", "enum", """["x"]""")]
    [InlineData("a field of an answer that is gone", "components.schemas.Answer.properties", "note", null)]
    [InlineData("a field of an answer that may be missing", "components.schemas.Answer", "required", """["id", "kind"]""")]
    [InlineData("a field of an answer that may be null", "components.schemas.Answer.properties.id", "type", """["null", "string"]""")]
    [InlineData("a field of an answer of another type", "components.schemas.Answer.properties.id", "type", "\"integer\"")]
    [InlineData("a wider type of an answer", "components.schemas.Answer.properties.count", "type", """["string", "number"]""")]
    public void A_break_is_named(string what, string at, string name, string? value) => Assert.True(BreaksOf(at, name, value).Count > 0, what);

    [Theory]
    [InlineData("a new operation", "paths", "/api/v1/more", """{ "get": { "operationId": "More", "responses": {} } }""")]
    [InlineData("another text", "paths./api/v1/things/{id}.post", "summary", "\"…\"")]
    [InlineData("one more role", "paths./api/v1/things/{id}.post", "x-roles", """["resident", "deputy", "agencyHandler"]""")]
    [InlineData("a query that need not be said", "paths./api/v1/things/{id}.post.parameters", "2", """{ "name": "more", "in": "query", "schema": { "type": "string" } }""")]
    [InlineData("one more error", "paths./api/v1/things/{id}.post.responses", "409", "{}")]
    [InlineData("one error less", "paths./api/v1/things/{id}.post.responses", "422", null)]
    [InlineData("a new field of a request", "components.schemas.Request.properties", "more", """{ "type": "string" }""")]
    [InlineData("a field that need not be said", "components.schemas.Request", "required", "[]")]
    [InlineData("a longer text", "components.schemas.Request.properties.text", "maxLength", "200")]
    [InlineData("a shorter least", "components.schemas.Request.properties.text", "minLength", "1")]
    [InlineData("a field that may be null", "components.schemas.Request.properties.text", "type", """["null", "string"]""")]
    [InlineData("a new field of an answer", "components.schemas.Answer.properties", "more", """{ "type": "string" }""")]
    [InlineData("a field that is always answered", "components.schemas.Answer", "required", """["id", "kind", "inner", "note"]""")]
    [InlineData("a field of an answer that is never null", "components.schemas.Answer.properties.note", "type", "\"string\"")]
    [InlineData("a narrower type of an answer", "components.schemas.Answer.properties.count", "type", "\"integer\"")]
    [InlineData("one more value", "components.schemas.Kind", "enum", """["a", "b", "c"]""")]
    public void A_harmless_change_is_none(string what, string at, string name, string? value)
    {
        var breaks = BreaksOf(at, name, value);
        Assert.True(breaks.Count == 0, $"{what}: {string.Join(", ", breaks)}");
    }

    private static IReadOnlyList<string> BreaksOf(string at, string name, string? value)
    {
        var changed = JsonNode.Parse(Usual)!;
        var place = at.Split('.').Aggregate(changed, (node, part) => node is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);
        if (place is JsonArray array)
            array.Add(JsonNode.Parse(value!));
        else if (value is null)
            Assert.True(place.AsObject().Remove(name));
        else
            place[name] = JsonNode.Parse(value);
        return ContractChanges.Between(JsonNode.Parse(Usual)!, changed);
    }
}
