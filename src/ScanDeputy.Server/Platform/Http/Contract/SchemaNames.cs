using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>What schemas are called: a use case's Request and Answer after it (<c>SubmitCaseRequest</c>, <c>PageOfListCasesItem</c>), and which type has the name.</summary>
internal static class SchemaNames
{
    private static readonly ConcurrentDictionary<string, Type> Types = new(StringComparer.Ordinal);

    /// <returns>Null for what is written where it is used.</returns>
    public static string? Of(JsonTypeInfo info)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(info) is null)
            return null;

        var name = Of(info.Type);
        Types[name] = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return name;
    }

    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value);
        if (type.IsGenericType)
            return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{string.Concat(type.GetGenericArguments().Select(Of))}";
        return type.DeclaringType is { } owner ? Of(owner) + type.Name : type.Name;
    }

    /// <summary>The type of a name that was given.</summary>
    public static Type? TypeOf(string name) => Types.GetValueOrDefault(name);
}
