using System.Globalization;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>A validator's rules in the words of a schema.</summary>
internal static class RequestRules
{
    public static void Apply(Type validator, OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var rule in ((IValidator)Activator.CreateInstance(validator)!).CreateDescriptor().Rules)
        {
            foreach (var component in rule.Components)
            {
                if (component.Validator is IChildValidatorAdaptor { ValidatorType: { } included } && string.IsNullOrEmpty(rule.PropertyName))
                    Apply(included, schema, document);
                else if (!string.IsNullOrEmpty(rule.PropertyName) && (!component.HasCondition && !rule.HasCondition || rule.PropertyName.Contains('.', StringComparison.Ordinal)))
                    Apply(component.Validator, rule.PropertyName.Split('.'), schema, document);
            }
        }
    }

    /// <param name="path">Of a rule on a part of a part, whose condition is that the part is there.</param>
    private static void Apply(IPropertyValidator validator, string[] path, OpenApiSchema schema, OpenApiDocument document)
    {
        var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(path[0]);
        if (schema.Properties is null || !schema.Properties.TryGetValue(name, out var property))
            return;
        if (path.Length > 1)
        {
            if (Target(property, document) is { } part)
                Apply(validator, path[1..], part, document);
            return;
        }

        if (Needs(validator))
        {
            (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
            schema.Properties[name] = property = NotNull(property);
        }

        if (property is OpenApiSchema own)
            Narrow(validator, own);
    }

    private static bool Needs(IPropertyValidator validator) => validator is INotNullValidator or INotEmptyValidator or IDescribedRule { Needed: true };

    private static void Narrow(IPropertyValidator validator, OpenApiSchema schema)
    {
        var isList = schema.Type?.HasFlag(JsonSchemaType.Array) == true;
        switch (validator)
        {
            case IDescribedRule { Choices: { } choices }:
                schema.Enum = [.. choices.Select(choice => (JsonNode)choice)];
                (schema.MinLength, schema.MaxLength) = (null, null);
                break;
            case IDescribedRule rule when isList:
                (schema.MinItems, schema.MaxItems) = (rule.Least ?? schema.MinItems, rule.Most ?? schema.MaxItems);
                break;
            case IDescribedRule rule:
                (schema.MinLength, schema.MaxLength) = (rule.Least ?? schema.MinLength, rule.Most ?? schema.MaxLength);
                break;
            case ILengthValidator length:
                (schema.MinLength, schema.MaxLength) = (length.Min > 0 ? length.Min : schema.MinLength, length.Max > 0 ? length.Max : schema.MaxLength);
                break;
            case INotEmptyValidator when isList:
                schema.MinItems ??= 1;
                break;
            case INotEmptyValidator when schema.Type?.HasFlag(JsonSchemaType.String) == true && schema.Enum is null:
                schema.MinLength ??= 1;
                break;
            case IBetweenValidator between:
                (schema.Minimum, schema.Maximum) = (Convert.ToString(between.From, CultureInfo.InvariantCulture), Convert.ToString(between.To, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static IOpenApiSchema NotNull(IOpenApiSchema schema)
    {
        // A reference that may be null is one of the two.
        if (schema.OneOf is [{ Type: JsonSchemaType.Null }, var other])
            return other;
        if (schema is OpenApiSchema { Type: { } type } own)
            (own.Type, own.Enum) = (type & ~JsonSchemaType.Null, own.Enum?.Where(value => !JsonNullSentinel.IsJsonNullSentinel(value)).ToList());
        return schema;
    }

    private static OpenApiSchema? Target(IOpenApiSchema schema, OpenApiDocument document) => NotNull(schema) switch
    {
        OpenApiSchemaReference { Reference.Id: { } id } => document.Find(id) as OpenApiSchema,
        OpenApiSchema own => own,
        _ => null,
    };
}
