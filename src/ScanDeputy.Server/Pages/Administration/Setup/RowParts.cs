using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Pictures;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>What the page of a row shows beside its columns: of a station, who sits in it, who keeps it, and its photos; of a deputy the photo.</summary>
public sealed class RowParts(SeatDeputies.Handler seats, PeopleLists people, StationPhotos.Handler stationPhotos, DeputyPhoto.Handler deputyPhoto)
{
    public async Task<string> SeatedAsync(string id, CurrentUser user, CancellationToken ct) =>
        string.Join('、', (await seats.GetAsync(id, user, ct)).Value.Deputies.Select(seat => seat.Number));

    public Task<Result<SeatDeputies.Answer>> SeatAsync(string id, IReadOnlyList<string> numbers, CurrentUser user, WriteContext write, CancellationToken ct) =>
        seats.HandleAsync(id, new SeatDeputies.Request(numbers), user, write, ct);

    public async Task<IReadOnlyList<StationPhotos.Item>> PhotosAsync(string id, CurrentUser user, CancellationToken ct) =>
        await stationPhotos.ListAsync(id, user, ct) is { IsRefused: false } found ? found.Value : [];

    /// <param name="register">Stations or deputies.</param>
    /// <param name="have">Of a station's: which of the eight it shows.</param>
    /// <returns>Null when it was taken.</returns>
    public async Task<Refusal?> AddPhotoAsync(string register, string id, string? have, IFormFile? sent, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        if (sent is not { Length: > 0 })
            return Refusal.OfField("file", "field_photo_missing");

        var read = await FileForms.BytesOfAsync(sent, PictureUploads.LargestFile, ct);
        if (read.Refusal is { } unread)
            return unread.Code == ErrorCodes.TooLarge ? Refusal.OfField("file", ErrorTexts.Field("field_picture_large", PictureUploads.LargestFile / (1024 * 1024))) : unread;
        return register == StationRegister.Instance.Name
            ? (await stationPhotos.AddAsync(id, have, read.Value.Bytes, user, write, ct)).Refusal
            : (await deputyPhoto.PutAsync(id, read.Value.Bytes, user, write, ct)).Refusal;
    }

    public async Task<Refusal?> RemovePhotoAsync(string register, string id, string photo, CurrentUser user, WriteContext write, CancellationToken ct) => register == StationRegister.Instance.Name
        ? (await stationPhotos.RemoveAsync(id, photo, user, write, ct)).Refusal
        : (await deputyPhoto.RemoveAsync(id, user, write, ct)).Refusal;

    /// <summary>Accounts of a station's keepers, by their names.</summary>
    public Task<IReadOnlyList<(string Id, string Name)>> KeepersAsync(string id, CurrentUser user, CancellationToken ct) => people.KeepersAsync(user.Jurisdiction!, id, ct);
}
