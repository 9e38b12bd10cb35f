using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>Completes an operation by what its endpoint says of itself: texts, who may call, headers, refusals. None of it is written down twice.</summary>
internal sealed class OperationDescription(IEnumerable<IOperationDoor> doors) : IOpenApiOperationTransformer
{
    public const string SecurityScheme = "bearer";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var endpoint = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
        var facts = new OperationFacts();
        foreach (var door in doors)
            door.Describe(endpoint, facts);

        Say(operation, facts);
        Secure(operation, facts, context.Document!);
        AddHeaders(operation, endpoint);
        BodyContents.Complete(operation);
        OperationExamples.Show(operation);
        await AddRefusalsAsync(operation, facts, context, cancellationToken);
    }

    private static void Say(OpenApiOperation operation, OperationFacts facts)
    {
        // A test names what is missing; the program itself starts without.
        if (operation.OperationId is not { } id || OperationTexts.Operations.GetValueOrDefault(id) is not { } text)
            return;

        operation.Tags = new HashSet<OpenApiTagReference> { new(text.Tag) };
        operation.Summary = text.Summary.ToString();
        operation.Description = $"{text.Description.Paragraphs}\n\n{OperationTexts.Common(facts.SignedIn ? "callers" : "callers.anyone")}{(facts.SignedIn ? ": " + string.Join(", ", facts.Roles.Select(role => $"`{role}`")) : "")}";
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            // Queries that are read into a record have its properties' names there.
            if (parameter.In == ParameterLocation.Query)
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            if (parameter is { In: ParameterLocation.Query, Name: "limit", Schema: OpenApiSchema { Type: JsonSchemaType.String } limit })
                (limit.Type, limit.Minimum, limit.Maximum, limit.Default) = (JsonSchemaType.Integer, "1", PageRequest.Most.ToString(CultureInfo.InvariantCulture), PageRequest.Usual);
            parameter.Description = OperationTexts.Parameter(text, parameter.Name!)?.ToString();
        }
    }

    private static void Secure(OpenApiOperation operation, OperationFacts facts, OpenApiDocument document)
    {
        operation.Security = facts.SignedIn ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, document)] = [] }] : [];
        operation.AddExtension("x-roles", new JsonNodeExtension(new JsonArray([.. facts.Roles.Select(role => JsonValue.Create(role))])));
    }

    private static void AddHeaders(OpenApiOperation operation, EndpointMetadataCollection endpoint)
    {
        operation.Parameters ??= [];
        if (HttpDoor.TakesKey(endpoint))
            operation.Parameters.Add(Header("Idempotency-Key", required: false, new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = WriteContext.LongestKey, Pattern = "^[!-~]+$" }));
        if (endpoint.GetMetadata<ExpectsVersion>() is not null)
            operation.Parameters.Add(Header("If-Match", required: true, Version()));
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response)
                continue;

            response.Description = OperationTexts.Common($"status.{status}").ToString();
            if (endpoint.GetMetadata<AnswersVersion>() is not null)
                response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["ETag"] = new OpenApiHeader { Description = OperationTexts.Common("header.ETag").ToString(), Required = true, Schema = Version() } };
        }
    }

    private static OpenApiSchema Version() => new() { Type = JsonSchemaType.String, Pattern = "^\"[0-9]+\"$" };

    private static OpenApiParameter Header(string name, bool required, OpenApiSchema schema) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = required,
        Description = OperationTexts.Common($"header.{name}").ToString(),
        Schema = schema,
    };

    private static async Task AddRefusalsAsync(OpenApiOperation operation, OperationFacts facts, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        operation.Responses ??= [];
        foreach (var codes in facts.Codes.GroupBy(ErrorCodes.StatusOf).OrderBy(codes => codes.Key))
            operation.Responses[codes.Key.ToString(CultureInfo.InvariantCulture)] = await ProblemAnswers.OfAsync(codes.Key, [.. codes], context, ct);
    }
}
