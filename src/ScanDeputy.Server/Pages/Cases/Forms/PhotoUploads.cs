using System.Security.Cryptography;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>
/// Stores the photos of a form before anything else is looked at, so that a mistake elsewhere does not lose them: the form comes back
/// with their ids.
/// </summary>
public sealed class PhotoUploads(UploadAttachment.Handler uploads)
{
    /// <summary>
    /// What a form may post. Much more than nine photos within their limit: a page can only say which photo is too large, and keep what was typed, of a
    /// form that it has read. What is too large of it is not kept.
    /// </summary>
    public const long LargestForm = 400L * 1024 * 1024;

    private const string Field = "attachmentIds";

    /// <summary>The form's photos from now on; where some were refused, the others are kept.</summary>
    public async Task<Refusal?> TakeAsync(PhotoFields form, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        form.PhotoIds = [.. (form.PhotoIds ?? []).Except(form.DropPhotoIds ?? [], StringComparer.Ordinal)];
        var files = (form.Photos ?? []).Where(file => file is CutFile || file.Length > 0).ToList();
        if (form.PhotoIds.Count + files.Count > TextRules.MostPhotos)
            return Refusal.OfField(Field, ErrorTexts.Field("field_too_many_photos", TextRules.MostPhotos));

        var refusals = new List<(Refusal Refusal, string Sentence)>();
        foreach (var file in files)
        {
            var stored = await StoreAsync(file, user, write, ct);
            if (stored.Refusal is { } refusal)
                refusals.Add((refusal, $"{file.FileName}：{ErrorTexts.Detail(refusal.TextCode ?? refusal.Code)}"));
            else if (!form.PhotoIds.Contains(stored.Value))
                form.PhotoIds.Add(stored.Value);
        }

        return refusals.Count == 0 ? null : RefusalOf([.. refusals.Select(one => one.Refusal)], [.. refusals.Select(one => one.Sentence)]);
    }

    /// <summary>Under the status of what could not be taken in at all; a photo of another kind is a field that is wrong.</summary>
    private static Refusal RefusalOf(IReadOnlyList<Refusal> refusals, IReadOnlyList<string> sentences)
    {
        var notTaken = refusals.FirstOrDefault(refusal => refusal.Code is ErrorCodes.TooLarge or ErrorCodes.Malformed);
        return new Refusal(notTaken?.Code ?? ErrorCodes.Invalid)
        {
            TextCode = notTaken?.TextCode,
            Fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Field] = sentences },
        };
    }

    private async Task<Result<string>> StoreAsync(IFormFile file, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        var read = await FileForms.BytesOfAsync(file, UploadAttachment.LargestPhoto, ct);
        if (read.Refusal is { } notRead)
            return notRead;

        var bytes = read.Value.Bytes;
        var stored = await uploads.HandleAsync(bytes, user, write with { IdempotencyKey = KeyOf(write, bytes) }, ct);
        return stored.Refusal is { } refusal ? refusal : stored.Value.Id;
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
/// <param name="Ids">Those that the server has already.</param>
public sealed record PhotosView(FormErrors Errors, IReadOnlyList<string> Ids)
{
    /// <summary>They were sent by themselves: the page goes on here.</summary>
    public bool JustSent { get; init; }
}
