using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Features.Cases.Consents;

/// <summary>
/// What the author of a case agreed to, since when, and taking it back. What is published and what an agency sees is asked of the case's row each time, so that
/// what was taken back is gone with the next call, everywhere. It cannot be given again by a call: the report would have to be looked at as one that is sent.
/// </summary>
public static class CaseConsents
{
    /// <param name="Given">Whether it counts now.</param>
    /// <param name="GivenAt">With the report; null when it was never given.</param>
    public sealed record Item(Consent Consent, bool Given, DateTimeOffset? GivenAt, DateTimeOffset? WithdrawnAt);

    /// <param name="Items">One for each that there is.</param>
    public sealed record Answer(string CaseId, IReadOnlyList<Item> Items);

    public static void Map(RouteGroupBuilder cases)
    {
        var consents = cases.MapGroup("/{id}/consents").RequireAuthorization(Rights.Report).Refuses(ErrorCodes.NotFound);
        consents.MapGet("", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.ListAsync(id, user, ct)).ToHttp())
            .WithName("ListCaseConsents").Produces<Answer>();
        consents.MapDelete("/{consent}", async (string id, string consent, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.WithdrawAsync(id, consent, user, ct)).ToHttp())
            .WithName("WithdrawConsent").Produces<Answer>();
    }

    /// <summary>With the report, after its row.</summary>
    internal static void Give(WriteScope scope, CaseRow row, string by)
    {
        foreach (var consent in Enum.GetValues<Consent>().Where(consent => Counts(consent, row.IsPublic, row.PhotosPublic, row.ShareWithAgency)))
            scope.Later(Insert, new { row.Id, Kind = consent.ToString(), by, At = row.CreatedAt });
    }

    private static bool Counts(Consent consent, bool text, bool photos, bool contact) => consent switch
    {
        Consent.PublishText => text,
        Consent.PublishPhotos => photos,
        _ => contact,
    };

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public Task<Result<Answer>> ListAsync(string id, CurrentUser user, CancellationToken ct) =>
            database.ReadAsync<Result<Answer>>(connection => AnswerAsync(connection, id, user, null), ct);

        /// <summary>Said again it changes nothing.</summary>
        public Task<Result<Answer>> WithdrawAsync(string id, string? name, CurrentUser user, CancellationToken ct) => database.WriteAsync<Answer>(
            async scope =>
            {
                if (!EnumNames.TryParse<Consent>(name, out var consent) || await scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, new { id, UserId = user.Id }) is not { } row)
                    return new Refusal(ErrorCodes.NotFound);

                // Photos of a report that nobody sees are seen by nobody.
                Consent[] ended = consent == Consent.PublishText ? [Consent.PublishText, Consent.PublishPhotos] : [consent];
                foreach (var one in ended.Where(row.Has))
                    await EndAsync(scope, id, row, one, user);
                return await AnswerAsync(scope.Connection, id, user, scope.Transaction);
            },
            ct);

        private async Task EndAsync(WriteScope scope, string id, Row row, Consent consent, CurrentUser user)
        {
            var values = new { id, Kind = consent.ToString(), By = user.Id, At = row.CreatedAt, Now = clock.GetUtcNow() };
            await scope.ExecuteAsync(Switch(consent), values);
            await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + " case_consents (case_id, kind, given_by, given_at) values (@id, @Kind, @By, @At)", values);
            await scope.ExecuteAsync("update case_consents set withdrawn_at = @Now, withdrawn_by = @By where case_id = @id and kind = @Kind", values);
            await CaseWaits.SaveContentAsync(scope, id, values.Now);
            AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.ConsentWithdrawn, row.Jurisdiction, user.Id)
            {
                Object = "cases",
                ObjectId = id,
                Person = user.Id,
                Details = [new AuditDetail(EnumNames.NameOf(values.Kind), true, false)],
            });
        }

        private static async Task<Result<Answer>> AnswerAsync(DbConnection connection, string id, CurrentUser user, DbTransaction? transaction)
        {
            if (await connection.QueryFirstOrDefaultAsync<Row>(Select, new { id, UserId = user.Id }, transaction) is not { } row)
                return new Refusal(ErrorCodes.NotFound);

            var log = (await connection.QueryAsync<Logged>("select kind, given_at, withdrawn_at from case_consents where case_id = @id", new { id }, transaction)).ToDictionary(line => line.Kind, StringComparer.Ordinal);
            return new Answer(id, [.. Enum.GetValues<Consent>().Select(consent =>
                log.TryGetValue(consent.ToString(), out var line)
                    ? new Item(consent, row.Has(consent), line.GivenAt, line.WithdrawnAt)
                    : new Item(consent, row.Has(consent), row.Has(consent) ? row.CreatedAt : null, null))]);
        }
    }

    private static string Switch(Consent consent) => $"""
        update cases set {(consent switch { Consent.PublishText => "is_public = 0", Consent.PublishPhotos => "photos_public = 0", _ => "share_with_agency = 0" })},
          updated_at = case when updated_at < @Now then @Now else updated_at + 1 end
        where id = @id
        """;

    private const string Select = "select jurisdiction, is_public, photos_public, share_with_agency, created_at from cases where id = @id and resident_id = @UserId";

    private const string Insert = "insert into case_consents (case_id, kind, given_by, given_at) values (@Id, @Kind, @by, @At)";

    private sealed record Row
    {
        public string Jurisdiction { get; init; } = "";

        public bool IsPublic { get; init; }

        public bool PhotosPublic { get; init; }

        public bool ShareWithAgency { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public bool Has(Consent consent) => Counts(consent, IsPublic, PhotosPublic, ShareWithAgency);
    }

    private sealed record Logged
    {
        public string Kind { get; init; } = "";

        public DateTimeOffset GivenAt { get; init; }

        public DateTimeOffset? WithdrawnAt { get; init; }
    }
}
