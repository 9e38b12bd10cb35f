using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>
/// What must be there. Of an answer: everything that is always sent. Of a request: what the door and the validator ask for, with the validator's
/// lengths; what can only be read is no part of it.
/// </summary>
internal static class BodySchemas
{
    public static void Complete(OpenApiDocument document)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        // A form says itself what its file is (see BodyContents).
        schemas.Remove(nameof(IFormFile));
        var asked = Reach.OfRequests(document);
        foreach (var (name, schema) in schemas)
        {
            if (schema is not OpenApiSchema own || SchemaNames.TypeOf(name) is not { } type || ApiJson.Options.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } info)
                continue;

            TakeAnything(own, document);
            if (asked.Contains(name))
                Ask(own, info);
            else
                Answer(own, info);
        }

        foreach (var (request, validator) in Validation.Validators)
        {
            if (document.Find(SchemaNames.Of(request)) is OpenApiSchema own)
                RequestRules.Apply(validator, own, document);
        }
    }

    /// <summary>Where anything may stand, null is one of the things, and not a second choice beside them.</summary>
    private static void TakeAnything(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
        {
            if (property.OneOf is [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference { Reference.Id: { } id } any] && document.Find(id) is { Type: null, Enum: null or { Count: 0 } })
                schema.Properties![name] = any;
        }
    }

    private static void Ask(OpenApiSchema schema, JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(property => property.Set is null && property.AssociatedParameter is null))
            schema.Properties?.Remove(property.Name);
        schema.Required = info.Properties.Where(JsonShape.IsNeeded).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
    }

    private static void Answer(OpenApiSchema schema, JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(property => schema.Properties?.ContainsKey(property.Name) == true))
            schema.Properties![property.Name] = AsSent(property, schema.Properties[property.Name]);
        schema.Required = info.Properties.Where(IsAlwaysSent).Select(property => property.Name).Where(name => schema.Properties?.ContainsKey(name) == true).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Null where the property says so, and nowhere else: the generator does not see it of what is only read.</summary>
    private static IOpenApiSchema AsSent(JsonPropertyInfo property, IOpenApiSchema schema) => (JsonShape.MayBeNull(property), schema) switch
    {
        (true, OpenApiSchemaReference { Reference.Id: not null } reference) when !TakesAll(reference) => new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] },
        (false, OpenApiSchema { Type: { } type, Enum: null or { Count: 0 } } own) when property.PropertyType == typeof(string) && type.HasFlag(JsonSchemaType.Null) => WithType(own, type & ~JsonSchemaType.Null),
        _ => schema,
    };

    private static bool TakesAll(OpenApiSchemaReference reference) => reference.Target is { Type: null, Enum: null or { Count: 0 } };

    private static OpenApiSchema WithType(OpenApiSchema schema, JsonSchemaType type)
    {
        schema.Type = type;
        return schema;
    }

    private static bool IsAlwaysSent(JsonPropertyInfo property) =>
        property.Get is not null && (property.AttributeProvider as MemberInfo)?.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: not JsonIgnoreCondition.Never };
}
