using ScanDeputy.Domain;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>
/// The accounts of the administrator's jurisdiction. Names and phones are encrypted, so that <c>?q=</c> opens one after another: a part of the name or
/// of the user name, or a whole phone. A county has at most a few thousand.
/// </summary>
public static class ListStaff
{
    /// <summary>Rows that are read at once while one looks for a name.</summary>
    private const int AtOnce = 500;

    /// <param name="Phone">Masked: a list is looked over by more than one.</param>
    public sealed record Item(
        string Id, string UserName, string? Name, string? Phone, IReadOnlyList<Role> Roles, Named? Town, IReadOnlyList<Named> Stations, Named? Agency, Named? Deputy, bool Active,
        DateTimeOffset? LastSignInAt, int Version);

    /// <param name="Town">Of a town's staff: its code.</param>
    public sealed record Request(string? Q, string? Role, bool? Active, string? Town, string? Limit, string? After);

    public static void Map(RouteGroupBuilder staff) => staff.MapGet("", async (
        string? q, [ClosedList<EnumList<Role>>] string? role, bool? active, string? town, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(new Request(q, role, active, town, limit, after), user, ct)).ToHttp())
        .RequireAuthorization(Rights.Secure).WithName("ListStaff").Produces<Page<Item>>();

    public sealed class Handler(Database database, PersonalData crypto)
    {
        public async Task<Result<Page<Item>>> HandleAsync(Request request, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(request.Limit, request.After);
            if (page.Refusal is { } refusal)
                return refusal;
            Role? role = null;
            if (!string.IsNullOrEmpty(request.Role))
            {
                if (!Enum.TryParse<Role>(request.Role, ignoreCase: true, out var wanted) || !char.IsAsciiLetter(request.Role[0]))
                    return Refusal.OfField("role", "field_role_unknown");
                role = wanted;
            }

            DistrictCode? town = null;
            if (!string.IsNullOrEmpty(request.Town) && !DistrictCode.TryParse(request.Town, out town))
                return Refusal.OfField("town", "field_town_unknown");

            var found = await FindAsync(
                new StaffRows.Filter(user.Jurisdiction!, role, request.Active, town?.ToString()), Matching(request.Q), page.Value.After ?? "", page.Value.Limit + 1, ct);
            return page.Value.Cut(found, item => item.Id);
        }

        private async Task<IReadOnlyList<Item>> FindAsync(StaffRows.Filter filter, Func<StaffView, bool>? matches, string after, int wanted, CancellationToken ct)
        {
            var found = new List<Item>();
            while (true)
            {
                var limit = matches is null ? wanted : AtOnce;
                var rows = await database.ReadAsync(connection => StaffRows.NextAsync(connection, crypto, filter, after, limit), ct);
                found.AddRange(rows.Where(row => matches?.Invoke(row) != false).Take(wanted - found.Count).Select(ToItem));
                if (found.Count == wanted || rows.Count < limit)
                    return found;
                after = rows[^1].Id;
            }
        }

        private static Func<StaffView, bool>? Matching(string? q)
        {
            if (string.IsNullOrWhiteSpace(q))
                return null;

            var (words, phone) = (q.Trim(), PhoneNumber.Parse(q)?.Digits);
            return row => row.UserName.Contains(words, StringComparison.OrdinalIgnoreCase)
                || row.Name?.Contains(words, StringComparison.OrdinalIgnoreCase) == true || (phone is not null && row.Phone == phone);
        }

        private static Item ToItem(StaffView row) => new(
            row.Id, row.UserName, row.Name, row.Phone is null ? null : Masks.Phone(row.Phone), row.Roles, row.Town, row.Stations, row.Agency, row.Deputy, row.Active,
            row.LastSignInAt, row.Version);
    }
}
