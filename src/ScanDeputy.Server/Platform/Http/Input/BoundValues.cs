using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>
/// Parts of the address and values of the query that an endpoint takes as something else than text: they are read as a body's fields are, and named
/// when they do not fit. The framework would answer a bare 400 that names nothing.
/// </summary>
internal static class BoundValues
{
    public static void Check(HttpContext context, InputFaults faults)
    {
        foreach (var bound in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type = bound.ParameterInfo.ParameterType;
            var single = (type.IsArray ? type.GetElementType()! : type) is var element && Nullable.GetUnderlyingType(element) is { } own ? own : element;
            if (bound.HasBindAsync || !(bound.HasTryParse || single.IsEnum) || single == typeof(string))
                continue;

            var name = JsonNamingPolicy.CamelCase.ConvertName(bound.Name);
            foreach (var text in ValuesOf(context.Request, bound.Name, type.IsArray))
            {
                // An empty field of a form, or none: not said.
                if (string.IsNullOrEmpty(text) && bound.IsOptional)
                    continue;
                if (string.IsNullOrEmpty(text))
                    faults.Add(name, "field_absent");
                else
                    CheckOne(text, single, name, faults);
            }
        }
    }

    /// <summary>As the framework takes them: several where one is asked for are one that cannot be read.</summary>
    private static IEnumerable<string?> ValuesOf(HttpRequest request, string name, bool many) =>
        request.RouteValues.TryGetValue(name, out var part) ? [part as string] : many ? request.Query[name] : [request.Query[name].ToString()];

    private static void CheckOne(string text, Type type, string name, InputFaults faults)
    {
        using var value = AsJson(type == typeof(bool) ? text.ToLowerInvariant() : text, type);
        JsonShape.Check(value.RootElement, type, name, faults);
    }

    private static JsonDocument AsJson(string text, Type type)
    {
        if (type == typeof(bool) || (type.IsPrimitive && type != typeof(char)) || type == typeof(decimal))
        {
            try
            {
                return JsonDocument.Parse(text);
            }
            catch (JsonException)
            {
                // No number and no truth value: as text it is named like any other.
            }
        }

        return JsonSerializer.SerializeToDocument(text);
    }
}
