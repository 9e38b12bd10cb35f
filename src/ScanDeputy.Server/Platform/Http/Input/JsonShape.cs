using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>
/// Compares a JSON body with the type that it will be read into, and names every field that does not fit with its position. Reading alone stops at
/// the first and says where it stands in the bytes, and lets null into lists that have none.
/// </summary>
internal static class JsonShape
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private static readonly ConcurrentDictionary<PropertyInfo, NullabilityInfo> Nullabilities = new();

    public static void Check(JsonElement body, Type type, InputFaults faults) => Check(body, type, "", faults);

    /// <param name="path">Where the value stands: empty for a whole body.</param>
    public static void Check(JsonElement value, Type type, string path, InputFaults faults) => Walk(value, type, null, path, faults);

    private static void Walk(JsonElement value, Type type, NullabilityInfo? nullability, string path, InputFaults faults)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!IsNullable(type, nullability))
                faults.Add(path, "field_null");
            return;
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var info = ApiJson.Options.GetTypeInfo(plain);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                WalkObject(value, info, path, faults);
                break;
            case JsonTypeInfoKind.Enumerable:
                WalkList(value, info.ElementType!, nullability, path, faults);
                break;
            case JsonTypeInfoKind.None:
                CheckValue(value, plain, path, faults);
                break;
        }
    }

    private static void WalkObject(JsonElement value, JsonTypeInfo info, string path, InputFaults faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "field_object");
            return;
        }

        var given = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in value.EnumerateObject())
        {
            if (info.Properties.FirstOrDefault(property => string.Equals(property.Name, member.Name, StringComparison.OrdinalIgnoreCase)) is not { } property)
                continue;

            given.Add(property.Name);
            Walk(member.Value, property.PropertyType, NullabilityOf(property), Join(path, property.Name), faults);
        }

        foreach (var property in info.Properties.Where(property => IsNeeded(property) && !given.Contains(property.Name)))
            faults.Add(Join(path, property.Name), "field_absent");
    }

    private static void WalkList(JsonElement value, Type elementType, NullabilityInfo? nullability, string path, InputFaults faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(path, "field_list");
            return;
        }

        var i = 0;
        foreach (var element in value.EnumerateArray())
            Walk(element, elementType, nullability is { GenericTypeArguments: [var own, ..] } ? own : nullability?.ElementType, $"{path}[{i++}]", faults);
    }

    private static void CheckValue(JsonElement value, Type type, string path, InputFaults faults)
    {
        if (type == typeof(string))
        {
            CheckText(value, path, faults);
        }
        else if (type.IsEnum)
        {
            if (value.ValueKind != JsonValueKind.String || !EnumNames.IsName(type, TextOf(value)))
                faults.Add(path, "field_choice", path);
        }
        else if (!IsReadable(value, type))
        {
            faults.Add(path, UnreadableText(type));
        }
    }

    private static void CheckText(JsonElement value, string path, InputFaults faults)
    {
        if (value.ValueKind != JsonValueKind.String)
            faults.Add(path, "field_text");
        else if (TextOf(value) is not { } text || !WrittenText.IsCarried(text))
            faults.Add(path, "field_control_characters", path);
    }

    /// <summary>Null for half a surrogate pair, or bytes that are no UTF-8.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsReadable(JsonElement value, Type type)
    {
        try
        {
            return value.Deserialize(type, ApiJson.Options) switch
            {
                null or double.NaN or double.PositiveInfinity or double.NegativeInfinity => false,
                // Arithmetic with the last day of all years fails; nobody means it.
                DateOnly { Year: < FirstYear or > LastYear } => false,
                DateTimeOffset { Year: < FirstYear or > LastYear } => false,
                _ => true,
            };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static string UnreadableText(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "field_true_or_false",
        TypeCode.Double or TypeCode.Single or TypeCode.Decimal => "field_number",
        TypeCode.Object when type == typeof(DateOnly) => "field_date",
        TypeCode.Object when type == typeof(DateTimeOffset) => "field_instant",
        TypeCode.Object when type == typeof(TimeOnly) => "field_time",
        _ => "field_integer",
    };

    /// <summary>A switch that is left out is off; other values would become zero or the first day of all years. A text that is not there its validator sees.</summary>
    internal static bool IsNeeded(JsonPropertyInfo property) => property.IsRequired
        || (property.AssociatedParameter is { HasDefaultValue: false } && property.PropertyType is { IsValueType: true } type && type != typeof(bool) && !IsNullable(type, null));

    /// <summary>Whether null may stand there.</summary>
    internal static bool MayBeNull(JsonPropertyInfo property) => IsNullable(property.PropertyType, NullabilityOf(property));

    private static bool IsNullable(Type type, NullabilityInfo? nullability) => type.IsValueType
        ? Nullable.GetUnderlyingType(type) is not null
        : nullability is { ReadState: NullabilityState.Nullable };

    private static NullabilityInfo? NullabilityOf(JsonPropertyInfo property) => property.AttributeProvider is PropertyInfo declared
        ? Nullabilities.GetOrAdd(declared, one => new NullabilityInfoContext().Create(one))
        : null;

    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
