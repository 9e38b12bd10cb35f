using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.Privacy;

/// <summary>Who agreed to which version of the notice, when and where: written once, never changed.</summary>
public sealed class PrivacyAgreements : IAccountJoin
{
    /// <summary>With a report that was sent.</summary>
    public const string WithReport = "report";

    /// <summary>On the page of the notice, or in the mini-program.</summary>
    public const string ByItself = "notice";

    public sealed record Agreement(int Version, DateTimeOffset AgreedAt, string Place);

    public static Task<int> AgreeAsync(WriteScope scope, TimeProvider clock, string userId, int version, string place) => scope.ExecuteAsync(
        scope.Dialect.InsertOrIgnore + " privacy_agreements (user_id, version, agreed_at, place) values (@userId, @version, @Now, @place)", new { userId, version, place, Now = clock.GetUtcNow() });

    public static async Task<IReadOnlyList<Agreement>> ListAsync(DbConnection connection, string userId, DbTransaction? transaction = null) =>
        [.. (await connection.QueryAsync<Row>("select version, agreed_at, place from privacy_agreements where user_id = @userId order by version", new { userId }, transaction))
            .Select(row => new Agreement(row.Version, row.AgreedAt, row.Place))];

    public async Task JoinAsync(WriteScope scope, string from, string to)
    {
        await scope.ExecuteAsync(
            scope.Dialect.InsertOrIgnore + " privacy_agreements (user_id, version, agreed_at, place) select @to, version, agreed_at, place from privacy_agreements where user_id = @from", new { from, to });
        await scope.ExecuteAsync("delete from privacy_agreements where user_id = @from", new { from });
    }

    private sealed record Row
    {
        public int Version { get; init; }

        public DateTimeOffset AgreedAt { get; init; }

        public string Place { get; init; } = "";
    }
}
