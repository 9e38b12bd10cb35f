using System.Text.Json.Serialization.Metadata;
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
        options.CreateSchemaReferenceId = SchemaName;
        options.AddOperationTransformer<OperationDescription>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
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

    /// <summary>A use case's Request and Answer are named after it: <c>SubmitCaseRequest</c>, <c>PageOfListCasesItem</c>.</summary>
    private static string? SchemaName(JsonTypeInfo info) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(info) is null ? null : NameOf(info.Type);

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return NameOf(value);
        if (type.IsGenericType)
            return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}";
        return type.DeclaringType is { } owner ? NameOf(owner) + type.Name : type.Name;
    }
}
