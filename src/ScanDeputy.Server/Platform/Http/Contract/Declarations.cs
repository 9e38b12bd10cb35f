namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>Metadata: codes that this endpoint answers with, beside those that follow from what it takes and who may call it.</summary>
public sealed record Refusals(IReadOnlyList<string> Codes);

/// <summary>Metadata: the roles of which one is needed, where another rule than an authorization policy decides.</summary>
public sealed record Callers(IReadOnlyList<string> Roles);

/// <summary>Metadata: the answer brings its version as <c>ETag</c>.</summary>
public sealed class AnswersVersion;

/// <summary>Metadata: the call brings the version it has seen as <c>If-Match</c>.</summary>
public sealed class ExpectsVersion;

/// <summary>What an endpoint says of itself to those who call it; the tests compare it with every answer they get.</summary>
public static class Declarations
{
    /// <param name="endpoint">One endpoint, or a group of which all do.</param>
    /// <param name="codes">See <see cref="ErrorCodes"/>.</param>
    public static T Refuses<T>(this T endpoint, params string[] codes)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Refusals(codes));

    public static T AnswersVersion<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AnswersVersion());

    public static T ExpectsVersion<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ExpectsVersion());
}
