using Microsoft.AspNetCore.Http.Metadata;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>What the common way of all calls refuses: shape of addresses, queries and bodies, limits, keys and versions.</summary>
internal sealed class HttpDoor : IOperationDoor
{
    public void Describe(EndpointMetadataCollection endpoint, OperationFacts facts)
    {
        // A name or value in the query that cannot be carried, whether the endpoint knows it or not.
        facts.Codes.UnionWith([ErrorCodes.Invalid, ErrorCodes.Internal, ErrorCodes.Unavailable]);
        if (endpoint.GetMetadata<IRouteDiagnosticsMetadata>()?.Route.Contains('{', StringComparison.Ordinal) == true)
            facts.Codes.Add(ErrorCodes.NotFound);
        if (endpoint.GetMetadata<IHttpMethodMetadata>() is { } methods && !methods.HttpMethods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase))
            facts.Codes.Add(ErrorCodes.TooManyRequests);
        if (endpoint.GetMetadata<IAcceptsMetadata>() is not null)
            facts.Codes.UnionWith([ErrorCodes.Malformed, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType]);
        if (TakesKey(endpoint))
            facts.Codes.Add(ErrorCodes.IdempotencyKeyReused);
        if (endpoint.GetMetadata<ExpectsVersion>() is not null)
            facts.Codes.UnionWith([ErrorCodes.VersionRequired, ErrorCodes.VersionStale]);
        foreach (var declared in endpoint.GetOrderedMetadata<Refusals>())
            facts.Codes.UnionWith(declared.Codes);
    }

    /// <summary>Whether it is a write that runs once for each key.</summary>
    public static bool TakesKey(EndpointMetadataCollection endpoint) =>
        endpoint.GetOrderedMetadata<IParameterBindingMetadata>().Any(bound => bound.ParameterInfo.ParameterType == typeof(WriteContext));
}
