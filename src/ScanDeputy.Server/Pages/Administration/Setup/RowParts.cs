using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>What the page of a row shows beside its columns: of a station, who sits in it and who keeps it.</summary>
public sealed class RowParts(SeatDeputies.Handler seats, PeopleLists people)
{
    public async Task<string> SeatedAsync(string id, CurrentUser user, CancellationToken ct) =>
        string.Join('、', (await seats.GetAsync(id, user, ct)).Value.Deputies.Select(seat => seat.Number));

    public Task<Result<SeatDeputies.Answer>> SeatAsync(string id, IReadOnlyList<string> numbers, CurrentUser user, WriteContext write, CancellationToken ct) =>
        seats.HandleAsync(id, new SeatDeputies.Request(numbers), user, write, ct);

    /// <summary>Accounts of a station's keepers, by their names.</summary>
    public Task<IReadOnlyList<(string Id, string Name)>> KeepersAsync(string id, CurrentUser user, CancellationToken ct) => people.KeepersAsync(user.Jurisdiction!, id, ct);
}
