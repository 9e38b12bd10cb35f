using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.Absences;

/// <summary>One's own absences that are not over, who may stand in, and coming back before the last day.</summary>
public static class MyAbsences
{
    // More than any office or agency has.
    private const int Most = 500;

    /// <param name="Substitutes">Who may be named, by name.</param>
    public sealed record Answer(IReadOnlyList<Absence> Absences, IReadOnlyList<Substitute> Substitutes);

    /// <param name="From">First day, inclusive.</param>
    /// <param name="Until">Last day, inclusive.</param>
    public sealed record Absence(string Id, DateOnly From, DateOnly Until, string SubstituteId, string SubstituteName);

    public sealed record Substitute(string Id, string Name, IReadOnlyList<Role> Roles);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me/away", (CurrentUser user, Handler handler, CancellationToken ct) => handler.ListAsync(user, ct))
            .RequireAuthorization(Rights.Official).WithName("ListMyAbsences").Produces<Answer>();
        api.MapDelete("/me/away/{id}", async (string id, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.EndAsync(id, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
            .RequireAuthorization(Rights.Official).WithName("EndMyAbsence").Refuses(ErrorCodes.NotFound).Produces(StatusCodes.Status204NoContent);
    }

    public sealed class Handler(Database database, IdempotentWrites writes, PersonalData crypto, TimeProvider clock)
    {
        public Task<Answer> ListAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(connection => ListAsync(connection, user), ct);

        /// <summary>Who is back today works today: yesterday was the last day, or there was none.</summary>
        public Task<Result<string>> EndAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct) => writes.RunAsync<string>(
            write, new { id, ended = true }, async scope =>
            {
                var today = ChinaTime.Today(clock);
                var own = new { AbsenceId = id, user.Id, Today = today, Yesterday = today.AddDays(-1) };
                var before = await scope.ListAsync<AbsenceTrail.Row>(SelectOne, own);
                if (await scope.ExecuteAsync(Shorten, own) + await scope.ExecuteAsync(Remove, own) == 0)
                    return new Refusal(ErrorCodes.NotFound);

                AbsenceTrail.Write(scope, clock, user.Jurisdiction, user.Id, user.Id, before, null);
                return id;
            },
            ct);

        private async Task<Answer> ListAsync(DbConnection connection, CurrentUser user)
        {
            var absences = await connection.QueryAsync<Row>(SelectAbsences, new { user.Id, Today = ChinaTime.Today(clock) });
            var people = await StaffMember.ListAsync(connection, [user.Id], user.Jurisdiction!);
            return new Answer(
                [.. absences.Select(row => new Absence(row.Id, row.FromOn, row.UntilOn, row.SubstituteId, NameOf(row.SubstituteId, row.NameEncrypted, row.UserName)))],
                people is [var person] ? await SubstitutesAsync(connection, person) : []);
        }

        private async Task<IReadOnlyList<Substitute>> SubstitutesAsync(DbConnection connection, StaffMember person)
        {
            // One query for the roles whose holders stand in for each other, one for another account of the same deputy or agency.
            var roles = person.Roles.Where(role => role != Role.AgencyHandler).Select(role => (role == Role.Deputy ? Role.CommitteeOffice : role).ToString()).ToList();
            var values = new { person.Id, person.Jurisdiction, person.DeputyId, person.AgencyId, roles, Most };
            var names = (await connection.QueryAsync<Row>(SelectSame, values))
                .Concat(roles.Count == 0 ? [] : await connection.QueryAsync<Row>(SelectColleagues, values))
                .DistinctBy(row => row.Id).ToDictionary(row => row.Id, row => NameOf(row.Id, row.NameEncrypted, row.UserName), StringComparer.Ordinal);
            return names.Count == 0
                ? []
                : [.. (await StaffMember.ListAsync(connection, [.. names.Keys], person.Jurisdiction)).Where(colleague => colleague.CanStandInFor(person))
                    .Select(colleague => new Substitute(colleague.Id, names[colleague.Id], colleague.Roles)).OrderBy(one => one.Name, StringComparer.Ordinal)];
        }

        private string NameOf(string id, string? encrypted, string? userName) => crypto.DecryptOrNull(PersonalDataPurpose.Name, encrypted) ?? userName ?? id;
    }

    private const string SelectAbsences = """
        select a.id, a.from_on, a.until_on, a.substitute_id, u.name_encrypted, u.user_name from absences a left join users u on u.id = a.substitute_id
        where a.user_id = @Id and a.until_on >= @Today order by a.from_on
        """;

    private const string SelectColleagues = """
        select u.id, u.name_encrypted, u.user_name from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @Jurisdiction and r.role in @roles and u.jurisdiction = @Jurisdiction and u.active = 1 and u.id <> @Id
        order by u.id limit @Most
        """;

    private const string SelectSame = """
        select id, name_encrypted, user_name from users
        where jurisdiction = @Jurisdiction and active = 1 and id <> @Id and (deputy_id = @DeputyId or agency_id = @AgencyId)
        order by id limit @Most
        """;

    private const string SelectOne = "select from_on, until_on, substitute_id from absences where id = @AbsenceId and user_id = @Id";

    private const string Shorten = "update absences set until_on = @Yesterday where id = @AbsenceId and user_id = @Id and from_on < @Today and until_on >= @Today";

    private const string Remove = "delete from absences where id = @AbsenceId and user_id = @Id and from_on >= @Today";

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public DateOnly FromOn { get; init; }

        public DateOnly UntilOn { get; init; }

        public string SubstituteId { get; init; } = "";

        public string? NameEncrypted { get; init; }

        public string? UserName { get; init; }
    }
}
