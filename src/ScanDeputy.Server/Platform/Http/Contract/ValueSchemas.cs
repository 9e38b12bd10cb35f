using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>Single values as they are on the wire: numbers are no texts, instants and enums are, closed lists name their values.</summary>
internal static class ValueSchemas
{
    public static Task CompleteAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        // Read from texts as well, which nobody needs to know; the pattern is one of such texts.
        if (schema.Type is { } kind && (kind.HasFlag(JsonSchemaType.Integer) || kind.HasFlag(JsonSchemaType.Number)))
            (schema.Type, schema.Pattern) = (kind & ~JsonSchemaType.String, null);
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
            schema.Type = Nullable.GetUnderlyingType(type) is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        // The format "time" has an offset.
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeOnly))
            (schema.Format, schema.Pattern) = ("time-local", "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?$");
        // One component for the enum and its nullable: where null may stand beside it, the place that uses it says so.
        if (schema.Enum is { Count: > 0 } && schema.Type is null)
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. schema.Enum.Where(value => value is not null && !JsonNullSentinel.IsJsonNullSentinel(value))]);
        if (context.JsonPropertyInfo?.AttributeProvider is { } property)
            Close(schema, property.GetCustomAttributes(typeof(ClosedListAttribute), inherit: false).OfType<ClosedListAttribute>().FirstOrDefault());
        if (context.ParameterDescription is { } parameter)
            Complete(schema, parameter);
        return Task.CompletedTask;
    }

    private static void Complete(OpenApiSchema schema, ApiParameterDescription parameter)
    {
        if (ParameterOf(parameter.ParameterDescriptor) is not { } declared)
            return;

        Close(schema, declared.GetCustomAttributes<ClosedListAttribute>().FirstOrDefault());
        // Some are taken as texts to be read, and refused, by their use case; on the wire they are what they look like.
        if (declared.GetCustomAttribute<RangeAttribute>() is { } range && declared.ParameterType == typeof(string))
        {
            schema.Type = range.OperandType == typeof(int) ? JsonSchemaType.Integer : JsonSchemaType.Number;
            (schema.Minimum, schema.Maximum) = (Invariant(range.Minimum), Invariant(range.Maximum));
        }
    }

    private static string? Invariant(object value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);

    private static ParameterInfo? ParameterOf(ParameterDescriptor? descriptor) => (descriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;

    private static void Close(OpenApiSchema schema, ClosedListAttribute? list)
    {
        if (list is null)
            return;

        // Of a list its elements are meant.
        var closed = schema.Items as OpenApiSchema ?? schema;
        closed.Enum = [.. list.Values.Select(value => (JsonNode)value)];
        if (closed.Type?.HasFlag(JsonSchemaType.Null) == true)
            closed.Enum.Add(JsonNullSentinel.JsonNull);
    }
}
