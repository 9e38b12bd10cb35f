using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Reads the forms of pages before anything else does: what cannot be read is answered with its reason. Read by the check against forged forms it
/// would be a bare 400 under which what was typed is lost.
/// </summary>
public static class FormReading
{
    public static void UseFormReading(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (IsPageForm(context) && await ReadAsync(context) is { } refusal)
            await ErrorPage.WriteAsync(context, refusal);
        else
            await next(context);
    });

    private static bool IsPageForm(HttpContext context) => HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType
        && context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    /// <returns>Null when the form was read, now or before.</returns>
    internal static async Task<Refusal?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IFormFeature>()?.Form is not null)
            return null;

        var isMultipart = FileForms.IsMultipart(context.Request);
        try
        {
            if (!isMultipart)
                await UrlForms.ReadAsync(context);
            else if (context.GetEndpoint()?.Metadata.GetMetadata<FileFormAttribute>() is { } limits)
                await FileForms.ReadAsync(context, limits);
            else
                await context.Request.ReadFormAsync(context.RequestAborted);
            context.Request.Form = new FormCollection(EndBlanks.Taken(context.Request.Form), context.Request.Form.Files);
            return null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new Refusal(ErrorCodes.TooLarge);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            return new Refusal(ErrorCodes.Malformed) { TextCode = FileForms.CutShortText };
        }
    }
}
