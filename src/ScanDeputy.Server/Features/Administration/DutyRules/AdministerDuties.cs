using System.Data.Common;
using Dapper;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.DutyRules;

/// <summary>
/// Whether a jurisdiction keeps the duties of its administrators apart (三权分立). It can be begun only when there is somebody for each of them and nobody for two;
/// whoever begins it as an administrator has no more to do with accounts.
/// </summary>
public static class AdministerDuties
{
    /// <param name="SecondPerson">Whether roles count only once another person has confirmed them; left out, it stays as it is.</param>
    public sealed record Request(bool? Separated, bool? SecondPerson = null);

    /// <param name="Combined">User names in use that have two of the roles, with their names; they stand in the way.</param>
    /// <param name="HasSecurityAdministrator">Whether one is in use, without whom nobody could be let in.</param>
    /// <param name="HasAuditor">Whether one is in use, without whom nobody could read the audit trail.</param>
    /// <param name="SecondPerson">Whether roles count only once another person has confirmed them.</param>
    public sealed record Answer(bool Separated, IReadOnlyList<string> Combined, bool HasSecurityAdministrator, bool HasAuditor, bool SecondPerson);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Separated).NotNull().WithMessage(_ => ErrorTexts.Detail("field_duties_needed"));
    }

    public static void Map(RouteGroupBuilder admin)
    {
        var duties = admin.MapGroup("/duties").RequireAuthorization(Rights.Secure);
        duties.MapGet("", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.GetAsync(user, ct)))
            .WithName("GetDuties").Produces<Answer>();
        duties.MapPut("", async (Request request, CurrentUser user, WriteContext write, Handler handler) => (await handler.PutAsync(request, user, write)).ToHttp())
            .WithName("PutDuties").Produces<Answer>();
    }

    /// <summary>A change cannot be called off half-way: it must count on every node.</summary>
    public sealed class Handler(Database database, IdempotentWrites writes, SessionStore sessions, TimeProvider clock)
    {
        public Task<Answer> GetAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(connection => ReadAsync(connection, null, user.Jurisdiction!), ct);

        public async Task<Result<Answer>> PutAsync(Request request, CurrentUser user, WriteContext write)
        {
            var jurisdiction = user.Jurisdiction!;
            var put = await writes.RunAsync<Answer>(
                write,
                request,
                async scope =>
                {
                    // Before anything is read: whoever is giving somebody a role meanwhile has come first, or waits.
                    await Administrators.HoldAsync(scope, jurisdiction);
                    var before = await ReadAsync(scope.Connection, scope.Transaction, jurisdiction);
                    var after = before with { Separated = request.Separated!.Value, SecondPerson = request.SecondPerson ?? before.SecondPerson };
                    if (after.Separated && !before.Separated && ObstacleIn(before) is { } refusal)
                        return refusal;
                    if (after.SecondPerson && !(before.SecondPerson && before.Separated == after.Separated) && !await HasTwoAsync(scope, jurisdiction, after.Separated))
                        return Refusal.OfField("secondPerson", "field_duties_alone");

                    await WriteAsync(scope, jurisdiction, before, after, user.Id);
                    return after;
                },
                CancellationToken.None);
            if (!put.IsRefused)
                await ForgetAsync(jurisdiction);
            return put;
        }

        private async Task WriteAsync(WriteScope scope, string jurisdiction, Answer before, Answer after, string by)
        {
            AuditDetail[] changes = [new("separated", before.Separated, after.Separated), new("secondPerson", before.SecondPerson, after.SecondPerson)];
            if (changes.Where(change => !Equals(change.Old, change.New)).ToList() is not { Count: > 0 } changed)
                return;

            await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} duty_rules (jurisdiction, separated, second_person) values (@jurisdiction, 0, 0)", new { jurisdiction });
            await scope.ExecuteAsync(
                "update duty_rules set separated = @Separated, second_person = @SecondPerson where jurisdiction = @jurisdiction", new { jurisdiction, after.Separated, after.SecondPerson });
            AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.PolicyChanged, jurisdiction, by) { Object = "duties", ObjectId = jurisdiction, Details = changed });
        }

        /// <summary>Whether one could confirm what another one proposes.</summary>
        private static async Task<bool> HasTwoAsync(WriteScope scope, string jurisdiction, bool separated) => (await scope.ListAsync<string>(
            SelectWhoMayConfirm, new { jurisdiction, Roles = Rights.Policies[Rights.Secure].Where(role => !separated || Duties.Brings(role, Rights.Secure)).Select(role => role.ToString()).ToList() })).Count > 1;

        private static Refusal? ObstacleIn(Answer found) => found switch
        {
            { Combined.Count: > 0 } => Refusal.OfField("separated", "field_duties_combined") with { Values = [string.Join('、', found.Combined)] },
            { HasSecurityAdministrator: false } => Refusal.OfField("separated", "field_duties_no_security"),
            { HasAuditor: false } => Refusal.OfField("separated", "field_duties_no_auditor"),
            _ => null,
        };

        private static async Task<Answer> ReadAsync(DbConnection connection, DbTransaction? transaction, string jurisdiction)
        {
            var values = new { jurisdiction, Roles = Duties.Apart.Select(role => role.ToString()).ToList() };
            var rules = await connection.QueryFirstOrDefaultAsync<Rules?>("select separated, second_person from duty_rules where jurisdiction = @jurisdiction", values, transaction);
            var holders = (await connection.QueryAsync<(string UserName, string Role)>(SelectHolders, values, transaction))
                .GroupBy(row => row.UserName, row => Enum.Parse<Role>(row.Role), StringComparer.Ordinal).ToList();
            var all = holders.SelectMany(roles => roles).ToHashSet();
            return new Answer(
                rules is { Separated: true }, [.. holders.Where(roles => Duties.CombinedIn(roles).Count > 0).Select(roles => $"{roles.Key}（{string.Join('、', roles.Order().Select(role => Terms.Of(role)))}）")],
                all.Contains(Role.SecurityAdministrator), all.Contains(Role.Auditor), rules is { SecondPerson: true });
        }

        /// <summary>What administrators may do has changed.</summary>
        private async Task ForgetAsync(string jurisdiction)
        {
            var administrators = await database.ReadAsync(connection => connection.QueryAsync<string>(SelectAdministrators, new { jurisdiction }), CancellationToken.None);
            foreach (var id in administrators)
                await sessions.ForgetUserAsync(id, CancellationToken.None);
        }
    }

    private const string SelectHolders = """
        select u.user_name, r.role from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role in @Roles and u.active = 1 order by u.user_name, r.role
        """;

    private const string SelectWhoMayConfirm = """
        select distinct u.id from user_roles r join users u on u.id = r.user_id where r.jurisdiction = @jurisdiction and r.role in @Roles and u.active = 1 and u.town is null
        """;

    private const string SelectAdministrators = "select user_id from user_roles where jurisdiction = @jurisdiction and role = 'Administrator' order by user_id";

    private sealed record Rules
    {
        public bool Separated { get; init; }

        public bool SecondPerson { get; init; }
    }
}
