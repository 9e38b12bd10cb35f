using System.Security.Cryptography;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>
/// Stores the photos of a form before anything else is looked at, so that a mistake elsewhere does not lose them: the form comes back
/// with their ids.
/// </summary>
public sealed class PhotoUploads(UploadAttachment.Handler uploads)
{
    /// <summary>What a form may post: the limit of one photo, nine times, and some room for the rest.</summary>
    public const long LargestForm = (TextRules.MostPhotos * (long)UploadAttachment.LargestPhoto) + (1024 * 1024);

    private const string Field = "attachmentIds";

    /// <summary>The form's photos from now on; when one was refused, those before it are kept.</summary>
    public async Task<Refusal?> TakeAsync(PhotoFields form, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        form.PhotoIds = [.. (form.PhotoIds ?? []).Except(form.DropPhotoIds ?? [], StringComparer.Ordinal)];
        var files = (form.Photos ?? []).Where(file => file.Length > 0).ToList();
        if (form.PhotoIds.Count + files.Count > TextRules.MostPhotos)
            return Refusal.OfField(Field, ErrorTexts.Field("field_too_many_photos", TextRules.MostPhotos));

        foreach (var file in files)
        {
            var bytes = await UploadAttachment.ReadAsync(file, ct);
            if (bytes.Refusal is { } tooLarge)
                return Refusal.OfField(Field, $"{file.FileName}：{ErrorTexts.Detail(tooLarge.Code)}");

            var stored = await uploads.HandleAsync(bytes.Value, user, write with { IdempotencyKey = KeyOf(write, bytes.Value) }, ct);
            if (stored.Refusal is { } refusal)
                return Refusal.OfField(Field, $"{file.FileName}：{ErrorTexts.Detail(refusal.Code)}");
            if (!form.PhotoIds.Contains(stored.Value.Id))
                form.PhotoIds.Add(stored.Value.Id);
        }

        return null;
    }

    /// <summary>A form sent twice must name the same photos, or its own key would not match: the same photo of one form is stored once.</summary>
    private static string KeyOf(WriteContext write, byte[] bytes) => $"{write.IdempotencyKey}.{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}

/// <summary>Photos in a form: new files, ids of those that came with an earlier try, and ids of those to leave out again.</summary>
public class PhotoFields
{
    public List<IFormFile>? Photos { get; set; }

    public List<string>? PhotoIds { get; set; }

    public List<string>? DropPhotoIds { get; set; }
}

/// <summary>For the partial <c>_Photos</c>.</summary>
public sealed record PhotosView(FormErrors Errors, IReadOnlyList<string> Ids);
