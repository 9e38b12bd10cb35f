using Microsoft.OpenApi;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>Which schemas belong to requests, by themselves or inside others.</summary>
internal static class Reach
{
    public static IReadOnlySet<string> OfRequests(OpenApiDocument document)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? []))
        {
            foreach (var content in operation.RequestBody?.Content?.Values.AsEnumerable() ?? [])
                Walk(content.Schema, document, found);
        }

        return found;
    }

    private static void Walk(IOpenApiSchema? schema, OpenApiDocument document, HashSet<string> found)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (found.Add(id))
                Walk(document.Find(id), document, found);
            return;
        }

        if (schema is null)
            return;
        foreach (var part in (schema.Properties?.Values ?? []).Concat(schema.OneOf ?? []).Concat(schema.AllOf ?? []).Concat(schema.AnyOf ?? []).Append(schema.Items).Append(schema.AdditionalProperties))
            Walk(part, document, found);
    }

    /// <summary>The schema of that name.</summary>
    public static IOpenApiSchema? Find(this OpenApiDocument document, string name) => document.Components?.Schemas is { } schemas && schemas.TryGetValue(name, out var found) ? found : null;
}
