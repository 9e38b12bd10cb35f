using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>
/// What every call goes through before anything reads it: addresses and queries hold text that can be carried on and fit what the endpoint takes, a
/// JSON body is UTF-8 and fits its type, and whatever does not is named by field. Texts of forms are looked at with their request (<see cref="Validation"/>).
/// </summary>
public sealed class InputDoor(RequestDelegate next, RequestLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        EndBlanks.TakeFromAddress(context.Request);
        if (context.Request.RouteValues.Values.OfType<string>().Any(text => !WrittenText.IsCarried(text)))
            await RefuseAsync(context, new Refusal(ErrorCodes.NotFound));
        else if (OfAddress(context) is { } wrong)
            await RefuseAsync(context, wrong);
        else if (BodyTypeOf(context) is { } type && await ReadAsync(context, type) is { } refusal)
            await RefuseAsync(context, refusal);
        else
            await next(context);
    }

    private static Refusal? OfAddress(HttpContext context)
    {
        var faults = new InputFaults();
        foreach (var (name, values) in context.Request.Query)
        {
            if (!WrittenText.IsCarried(name) || values.Any(value => value is not null && !WrittenText.IsCarried(value)))
                faults.Add(WrittenText.Carry(name), "field_control_characters", WrittenText.Carry(name));
        }

        BoundValues.Check(context, faults);
        return faults.ToRefusal();
    }

    private static Type? BodyTypeOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } type } accepts
        && accepts.ContentTypes.Contains("application/json", StringComparer.OrdinalIgnoreCase)
            ? type
            : null;

    private static async Task<Refusal?> ReadAsync(HttpContext context, Type type)
    {
        var request = context.Request;
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0)
            return null;
        if (!IsJson(request))
            return new Refusal(ErrorCodes.UnsupportedMediaType);

        var body = WithoutMark(bytes.ToArray());
        request.Body = new MemoryStream(body);
        // The framework does not know a charset in quotation marks; this one is what it assumes.
        request.ContentType = "application/json";
        try
        {
            using var document = JsonDocument.Parse(body);
            // Null for a whole body: the endpoint knows whether it may be left out.
            if (document.RootElement.ValueKind == JsonValueKind.Null)
                return null;
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new Refusal(ErrorCodes.Malformed);

            var faults = new InputFaults();
            JsonShape.Check(document.RootElement, type, faults);
            if (faults.ToRefusal() is { } refusal)
                return refusal;

            request.Body = new MemoryStream(EndBlanks.Taken(body, document.RootElement));
            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or a member's name that is no text.
            return new Refusal(ErrorCodes.Malformed);
        }
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && HeaderUtilities.RemoveQuotes(type.Charset).ToString().Trim().ToUpperInvariant() is "" or "UTF-8" or "UTF8" or "US-ASCII";

    private static byte[] WithoutMark(byte[] body) => body.AsSpan().StartsWith("\uFEFF"u8) ? body[3..] : body;

    private async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        // A call that is refused here counts like any other.
        var writes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        await HttpPlatform.AnswerAsync(context, writes && await limits.WriteAsync(context) is { } tooMany ? tooMany : refusal);
    }
}
