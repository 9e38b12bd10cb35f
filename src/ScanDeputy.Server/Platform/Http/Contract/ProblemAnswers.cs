using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>Refusals as answers of the description: one component for each set of codes under a status, since many operations share them.</summary>
internal static class ProblemAnswers
{
    private const string ProblemSchema = nameof(Problem);

    public static async Task<IOpenApiResponse> OfAsync(int status, IReadOnlyList<string> codes, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var document = context.Document!;
        var name = string.Join("Or", codes.Select(ComponentName));
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        if (!document.Components.Responses.ContainsKey(name))
        {
            document.AddComponent(ProblemSchema, await context.GetOrCreateSchemaAsync(typeof(Problem), null, ct));
            document.AddComponent(name, Response(status, codes, document));
        }

        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Response(int status, IReadOnlyList<string> codes, OpenApiDocument document) => new()
    {
        Description = OperationTexts.Common($"status.{status}") + "\n\n" + string.Join('\n', codes.Select(code => $"- `{code}` {ErrorTexts.Title(code)}")),
        Headers = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? RetryAfterHeader() : null,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problem.MediaType] = new()
            {
                Schema = new OpenApiSchema
                {
                    AllOf =
                    [
                        new OpenApiSchemaReference(ProblemSchema, document),
                        new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Required = new HashSet<string>(StringComparer.Ordinal) { "code" },
                            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                            {
                                ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => JsonValue.Create(code))] },
                            },
                        },
                    ],
                },
            },
        },
    };

    private static Dictionary<string, IOpenApiHeader> RetryAfterHeader() => new(StringComparer.Ordinal)
    {
        ["Retry-After"] = new OpenApiHeader
        {
            Description = OperationTexts.Common("header.Retry-After").ToString(),
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = 1.ToString(CultureInfo.InvariantCulture) },
        },
    };

    private static string ComponentName(string code) => string.Concat(code.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
