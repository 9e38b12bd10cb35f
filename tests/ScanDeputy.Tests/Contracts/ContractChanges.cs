using System.Text.Json.Nodes;

namespace ScanDeputy.Tests.Contracts;

/// <summary>
/// What a client written against an older description would stumble over in a newer one: an operation, field or value that is gone, a type or a range
/// that became narrower in what is asked for or wider in what is answered, something new that must be said.
/// </summary>
public sealed class ContractChanges
{
    private readonly JsonNode _old;
    private readonly JsonNode _new;
    private readonly List<string> _breaks = [];
    private readonly HashSet<(string, string, bool)> _compared = [];

    private ContractChanges(JsonNode before, JsonNode after) => (_old, _new) = (before, after);

    public static IReadOnlyList<string> Between(JsonNode before, JsonNode after)
    {
        var changes = new ContractChanges(before, after);
        changes.Compare();
        return changes._breaks;
    }

    private void Compare()
    {
        foreach (var (path, methods) in _old["paths"]!.AsObject())
        {
            foreach (var (method, before) in methods!.AsObject())
            {
                var place = $"{method.ToUpperInvariant()} {path}";
                if (_new["paths"]![path]?[method] is { } after)
                    Operation(place, before!, after);
                else
                    _breaks.Add($"{place} is gone");
            }
        }
    }

    private void Operation(string place, JsonNode before, JsonNode after)
    {
        if ((string?)before["operationId"] != (string?)after["operationId"])
            _breaks.Add($"{place}: operationId {before["operationId"]} is now {after["operationId"]}");
        foreach (var role in Names(before["x-roles"]).Except(Names(after["x-roles"]), StringComparer.Ordinal).Where(_ => Names(after["x-roles"]).Any()))
            _breaks.Add($"{place}: {role} may no longer call it");
        if (!Names(before["x-roles"]).Any() && Names(after["x-roles"]).Any())
            _breaks.Add($"{place}: it needs a token now");
        Parameters(place, before, after);
        Body(place, before["requestBody"], after["requestBody"]);
        foreach (var (status, answer) in before["responses"]!.AsObject().Where(answer => answer.Key[0] == '2'))
        {
            if (after["responses"]![status] is not { } other)
                _breaks.Add($"{place}: {status} is no longer answered");
            else
                Contents($"{place} → {status}", answer!["content"], other["content"], asked: false);
        }
    }

    private void Parameters(string place, JsonNode before, JsonNode after)
    {
        var (old, now) = (ParametersOf(before), ParametersOf(after));
        foreach (var (name, parameter) in old)
        {
            if (now.GetValueOrDefault(name) is not { } other)
                _breaks.Add($"{place}: {name} is gone");
            else
                Schema($"{place} {name}", parameter["schema"], other["schema"], asked: true);
        }

        foreach (var (name, _) in now.Where(one => (bool?)one.Value["required"] == true && (bool?)old.GetValueOrDefault(one.Key)?["required"] != true))
            _breaks.Add($"{place}: {name} must be said now");
    }

    private void Body(string place, JsonNode? before, JsonNode? after)
    {
        if ((bool?)after?["required"] == true && (bool?)before?["required"] != true)
            _breaks.Add($"{place}: a body must be sent now");
        if (before is not null)
            Contents(place, before["content"], after?["content"], asked: true);
    }

    private void Contents(string place, JsonNode? before, JsonNode? after, bool asked)
    {
        foreach (var (mediaType, content) in before?.AsObject() ?? [])
        {
            if (after?[mediaType] is { } other)
                Schema(place, content!["schema"], other["schema"], asked);
            else
                _breaks.Add($"{place}: no longer {mediaType}");
        }
    }

    /// <param name="asked">Of a request, where narrower breaks; of an answer, where wider does.</param>
    private void Schema(string place, JsonNode? before, JsonNode? after, bool asked)
    {
        if (before is null || after is null)
            return;
        // Schemas that contain themselves are compared once.
        if (ReferenceOf(before) is { } one && ReferenceOf(after) is { } other && !_compared.Add((one, other, asked)))
            return;

        var (old, now) = (Resolve(_old, before), Resolve(_new, after));
        var (oldTypes, newTypes) = (TypesOf(before, _old), TypesOf(after, _new));
        var (narrow, wide) = asked ? (oldTypes, newTypes) : (newTypes, oldTypes);
        if (wide.Count > 0 && narrow.Except(wide, StringComparer.Ordinal).Where(type => !(type == "integer" && wide.Contains("number"))).ToList() is { Count: > 0 } types)
            _breaks.Add($"{place}: {string.Join(", ", types)} {(asked ? "is no longer taken" : "may be answered now")}");
        Values(place, old, now, asked);
        if (asked)
            Ranges(place, old, now);
        Properties(place, old, now, asked);
        Schema($"{place}[]", old["items"], now["items"], asked);
    }

    private void Values(string place, JsonNode old, JsonNode now, bool asked)
    {
        // New values of an answer are announced: clients pass over what they do not know.
        if (asked && now["enum"] is JsonArray allowed && old["enum"] is not JsonArray)
            _breaks.Add($"{place}: a closed list now");
        else if (Names(old["enum"]).Except(Names(now["enum"]), StringComparer.Ordinal).ToList() is { Count: > 0 } gone && now["enum"] is not null && asked)
            _breaks.Add($"{place}: {string.Join(", ", gone)} is no longer taken");
        if (!asked && old["enum"] is JsonArray && now["enum"] is not JsonArray)
            _breaks.Add($"{place}: no closed list any more");
        if (now["format"] is { } format && (string?)old["format"] != (string?)format)
            _breaks.Add($"{place}: format {format}");
    }

    private void Ranges(string place, JsonNode old, JsonNode now)
    {
        foreach (var (name, sign) in (ReadOnlySpan<(string, int)>)[("maxLength", 1), ("maxItems", 1), ("maximum", 1), ("minLength", -1), ("minItems", -1), ("minimum", -1)])
        {
            if ((double?)now[name] is { } limit && !((double?)old[name] * sign <= limit * sign))
                _breaks.Add($"{place}: {name} is {limit} now");
        }

        if (now["pattern"] is { } pattern && (string?)old["pattern"] != (string?)pattern)
            _breaks.Add($"{place}: pattern {pattern}");
    }

    private void Properties(string place, JsonNode old, JsonNode now, bool asked)
    {
        foreach (var (name, property) in old["properties"]?.AsObject() ?? [])
        {
            if (now["properties"]?[name] is { } other)
                Schema($"{place} {name}", property, other, asked);
            else
                _breaks.Add($"{place}: {name} is gone");
        }

        var (needed, neededNow) = (Names(old["required"]), Names(now["required"]));
        foreach (var name in asked ? neededNow.Except(needed, StringComparer.Ordinal) : needed.Except(neededNow, StringComparer.Ordinal).Where(name => now["properties"]?[name] is not null))
            _breaks.Add($"{place}: {name} {(asked ? "must be said now" : "may be missing now")}");
    }

    private static Dictionary<string, JsonNode> ParametersOf(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).ToDictionary(one => $"{one!["in"]} {one["name"]}", one => one!, StringComparer.Ordinal);

    private static IEnumerable<string> Names(JsonNode? list) => (list as JsonArray ?? []).Where(value => value is not null).Select(value => value!.ToString());

    private static HashSet<string> TypesOf(JsonNode schema, JsonNode document)
    {
        if (schema["oneOf"] is JsonArray choices)
            return [.. choices.SelectMany(choice => TypesOf(choice!, document))];
        return Resolve(document, schema)["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            JsonValue one => [(string)one!],
            _ => [],
        };
    }

    /// <summary>What it refers to, be it that or nothing.</summary>
    private static string? ReferenceOf(JsonNode schema) => (string?)schema["$ref"]
        ?? (schema["oneOf"] is JsonArray choices ? choices.Select(choice => (string?)choice!["$ref"]).FirstOrDefault(reference => reference is not null) : null);

    private static JsonNode Resolve(JsonNode document, JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Resolve(document, reference[2..].Split('/').Aggregate(document, (node, name) => node[name]!));
        return schema["oneOf"] is JsonArray choices ? Resolve(document, choices.First(choice => (string?)choice!["type"] != "null")!) : schema;
    }
}
