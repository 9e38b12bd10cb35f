using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>
/// A form without files, read like one with files: what it says is looked at with its fields (<see cref="TextFields"/>). The framework takes a form
/// with NUL in one field for no form at all, and everything typed in the others is lost.
/// </summary>
internal static class UrlForms
{
    /// <summary>More than any page has, percent signs included.</summary>
    private const int LargestForm = 4 * 1024 * 1024;

    private const int LargestField = 256 * 1024;
    private const int MostFields = 1000;

    /// <exception cref="BadHttpRequestException">413: larger than a form, or one of its fields, may be.</exception>
    public static async Task ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > LargestForm)
            throw TooLarge();

        using var bytes = new MemoryStream();
        var (buffer, read) = (new byte[16 * 1024], 0);
        while ((read = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (bytes.Length + read > LargestForm)
                throw TooLarge();
            bytes.Write(buffer, 0, read);
        }

        request.Form = new FormCollection(FieldsOf(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)));
    }

    private static Dictionary<string, StringValues> FieldsOf(string form)
    {
        var fields = default(KeyValueAccumulator);
        foreach (var part in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (part[..at], part[(at + 1)..]) : (part, "");
            var text = WebUtility.UrlDecode(value);
            if (text.Length > LargestField || fields.ValueCount >= MostFields)
                throw TooLarge();
            fields.Append(WebUtility.UrlDecode(name), text);
        }

        return fields.GetResults();
    }

    private static BadHttpRequestException TooLarge() => new("The form is larger than it may be.", StatusCodes.Status413PayloadTooLarge);
}
