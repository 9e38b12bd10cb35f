using Microsoft.OpenApi;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>Bodies that are no JSON: files are bytes, a form has its file in the field <c>file</c>; and a JSON body that may be left out is left out, not null.</summary>
internal static class BodyContents
{
    public static void Complete(OpenApiOperation operation)
    {
        foreach (var (mediaType, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
        {
            if (mediaType == "multipart/form-data")
                content.Schema = Form();
            else if (content.Schema?.OneOf is [{ Type: JsonSchemaType.Null }, var body])
                content.Schema = body;
        }

        foreach (var answer in operation.Responses?.Values.OfType<OpenApiResponse>() ?? [])
        {
            foreach (var (mediaType, content) in answer.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
            {
                if (!mediaType.EndsWith("json", StringComparison.Ordinal) && !mediaType.StartsWith("text/", StringComparison.Ordinal))
                    content.Schema = File();
            }
        }
    }

    private static OpenApiSchema File() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = File() },
    };
}
