using System.Diagnostics;
using System.Text.Json.Serialization;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>An error as RFC 9457 problem+json: Chinese texts that say what to do, and a stable code for programs.</summary>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Allowed = null)
{
    public const string MediaType = "application/problem+json";

    private Refusal? Refusal { get; init; }

    public static Problem From(Refusal refusal, HttpContext context)
    {
        var code = refusal.Code;
        var fields = refusal.Fields.Count == 0
            ? null
            : refusal.Fields.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.Select(text => FieldText(text, refusal))], StringComparer.Ordinal);
        return new Problem(
            $"urn:scandeputy:error:{code}", ErrorTexts.Title(code), ErrorCodes.StatusOf(code), ErrorTexts.Detail(refusal.TextCode ?? code), code,
            TraceIdOf(context), fields,
            refusal.Alternatives)
        {
            Refusal = refusal,
        };
    }

    /// <summary>What the log has the request under.</summary>
    internal static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        RetryAfter.Say(context.Response, Refusal, Status);
        await context.Response.WriteAsJsonAsync(this, ApiJson.Options, MediaType, context.RequestAborted);
    }

    /// <summary>Validators give Chinese sentences; the domain gives keys.</summary>
    internal static string FieldText(string text, Refusal refusal) => text.StartsWith("field_", StringComparison.Ordinal) ? ErrorTexts.Field(text, [.. refusal.Values]) : text;
}

/// <summary>A refusal as an endpoint's answer.</summary>
public sealed class ProblemResult(Refusal refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Problem.From(refusal, httpContext).WriteAsync(httpContext);
}

public static class ResultAnswers
{
    /// <summary>Turns a value into an answer, or a refusal into its problem.</summary>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> answer) =>
        result.Refusal is { } refusal ? new ProblemResult(refusal) : answer(result.Value);

    public static IResult ToHttp<T>(this Result<T> result) => result.ToHttp(value => TypedResults.Ok(value));
}
