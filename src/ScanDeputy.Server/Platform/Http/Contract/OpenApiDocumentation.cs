using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>The description of the API at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiDocumentation
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services
        .AddSingleton<IOperationDoor, HttpDoor>()
        .AddSingleton<OperationDescription>()
        .AddOpenApi("v1", Configure);

    private static void Configure(OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = SchemaNames.Of;
        options.AddSchemaTransformer(ValueSchemas.CompleteAsync);
        options.AddOperationTransformer<OperationDescription>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            BodySchemas.Complete(document);
            return Task.CompletedTask;
        });
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "ScanDeputy 扫码找代表", Version = "v1", Description = OperationTexts.Common("info").Paragraphs };
        var used = (from path in document.Paths.Values
                    from operation in path.Operations ?? []
                    from tag in operation.Value.Tags ?? new HashSet<OpenApiTagReference>()
                    select tag.Name).ToHashSet(StringComparer.Ordinal);
        document.Tags = new HashSet<OpenApiTag>(
            OperationTexts.Tags.Where(tag => used.Contains(tag.Key)).OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value.ToString() }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [OperationDescription.SecurityScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = OperationTexts.Common("security").ToString() },
        };
    }
}
