using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Of a page whose form carries files. The form may be much larger than what is kept of it: the content of a file that is too large, or one too
/// many, is read past, so that the page can name the file and show again what was typed.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FileFormAttribute(long largestForm, int largestFile, int mostFiles) : Attribute
{
    public long LargestForm => largestForm;

    public int LargestFile => largestFile;

    public int MostFiles => mostFiles;
}

/// <summary>A file whose end did not arrive; it has no content, and nothing that stood behind it in the form is there.</summary>
public sealed class CutFile(string name, string fileName, long length) : FormFile(Stream.Null, 0, length, name, fileName);

internal static class FileForms
{
    public const string CutShortText = "upload_cut_short";

    private const int LargestField = 256 * 1024;
    private const int MostFields = 1000;
    private const int KeptInMemory = 64 * 1024;

    public static bool IsMultipart(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the request its form. Files keep their length whether or not their content was kept.</summary>
    /// <exception cref="BadHttpRequestException">413: larger than the form may be.</exception>
    /// <exception cref="InvalidDataException">Not of this format.</exception>
    /// <exception cref="IOException">Ended before a file did.</exception>
    public static async Task ReadAsync(HttpContext context, FileFormAttribute limits)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.LargestForm;
        if (request.ContentLength > limits.LargestForm)
            throw TooLarge();

        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
            throw new InvalidDataException("No boundary.");

        var (reader, fields, files) = (new MultipartReader(boundary, request.Body), default(KeyValueAccumulator), new FormFileCollection());
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                files.Add(await TakeAsync(context, section, file, files.Count < limits.MostFiles ? limits.LargestFile : 0));
                if (files[^1] is CutFile)
                    break;
            }
            else if (section.AsFormDataSection() is { } field)
            {
                fields.Append(field.Name, await ReadFieldAsync(section, context.RequestAborted));
                if (fields.ValueCount > MostFields)
                    throw TooLarge();
            }
        }

        request.Form = new FormCollection(fields.GetResults(), files);
    }

    /// <summary>The one file of a call that carries nothing else.</summary>
    /// <param name="request">The call.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="missing">The text of the field's error when there is no file.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<Result<(string Name, byte[] Bytes)>> ReadOneAsync(HttpRequest request, FileFormAttribute limits, string missing, CancellationToken ct)
    {
        if (!IsMultipart(request))
            return new Refusal(ErrorCodes.UnsupportedMediaType);

        try
        {
            await ReadAsync(request.HttpContext, limits);
            return request.Form.Files is [var file, ..] ? await BytesOfAsync(file, limits.LargestFile, ct) : Refusal.OfField("file", missing);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new Refusal(ErrorCodes.TooLarge);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException && !ct.IsCancellationRequested)
        {
            return new Refusal(ErrorCodes.Malformed) { TextCode = CutShortText };
        }
    }

    /// <summary>The content of a file of a form.</summary>
    public static async Task<Result<(string Name, byte[] Bytes)>> BytesOfAsync(IFormFile file, int largest, CancellationToken ct)
    {
        if (file is CutFile)
            return new Refusal(ErrorCodes.Malformed) { TextCode = CutShortText };
        if (file.Length > largest)
            return new Refusal(ErrorCodes.TooLarge);

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, ct);
        return (Path.GetFileName(file.FileName), bytes);
    }

    private static async Task<FormFile> TakeAsync(HttpContext context, MultipartSection section, FileMultipartSection file, int largest)
    {
        var spool = new FileBufferingReadStream(section.Body, KeptInMemory);
        context.Response.RegisterForDisposeAsync(spool);
        var length = 0L;
        try
        {
            var (buffer, read) = (new byte[16 * 1024], 0);
            while ((read = await (length <= largest ? spool : section.Body).ReadAsync(buffer, context.RequestAborted)) > 0)
                length += read;
        }
        catch (IOException exception) when (exception is not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return new CutFile(file.Name, file.FileName, length);
        }

        spool.Position = 0;
        return new FormFile(length <= largest ? spool : Stream.Null, 0, length, file.Name, file.FileName) { Headers = new HeaderDictionary(section.Headers ?? []) };
    }

    private static async Task<string> ReadFieldAsync(MultipartSection section, CancellationToken ct)
    {
        using var value = new MemoryStream();
        var (buffer, read) = (new byte[4 * 1024], 0);
        while ((read = await section.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (value.Length + read > LargestField)
                throw TooLarge();
            await value.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return Encoding.UTF8.GetString(value.ToArray());
    }

    private static BadHttpRequestException TooLarge() => new("The form is larger than it may be.", StatusCodes.Status413PayloadTooLarge);
}
