using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Audit;

/// <summary>Reads the trail of one jurisdiction, newest first, with the names of those whom it names.</summary>
public sealed class AuditReader(PersonalData crypto)
{
    public async Task<IReadOnlyList<ListAudit.Item>> NextAsync(DbConnection connection, AuditFilter filter, CurrentUser user, string after, int limit)
    {
        var values = new
        {
            user.Jurisdiction,
            Kind = filter.Kind ?? "",
            Register = filter.Register ?? "",
            Row = filter.Row ?? "",
            By = await AccountAsync(connection, filter.By),
            Persons = await PersonsAsync(connection, filter.Person, user),
            AuditFilter.Seen,
            AuditKinds.ContactViewed,
            AuditKinds.Downloaded,
            AnyPerson = string.IsNullOrWhiteSpace(filter.Person),
            filter.Since,
            filter.Before,
            after,
            limit,
        };
        var rows = (await connection.QueryAsync<AuditRow>(Select, values)).AsList();
        var names = await NamesAsync(connection, rows);
        return [.. rows.Select(row => ItemOf(row, names))];
    }

    /// <summary>People know user names; what is none is taken for an id, or the name of a command.</summary>
    private static async Task<string> AccountAsync(DbConnection connection, string? written) => string.IsNullOrWhiteSpace(written)
        ? ""
        : await connection.QueryFirstOrDefaultAsync<string>("select id from users where user_name = @Name", new { Name = written.Trim() }) ?? written.Trim();

    /// <summary>With the accounts that became this one: what was seen of them was seen of the same person.</summary>
    private static async Task<IReadOnlyList<string>> PersonsAsync(DbConnection connection, string? written, CurrentUser user)
    {
        var account = await connection.QueryFirstOrDefaultAsync<string>(SelectAuthor, new { Number = CaseNumbers.AsIssued(written ?? ""), user.Jurisdiction }) ?? await AccountAsync(connection, written);
        return account.Length == 0 ? [""] : [account, .. await connection.QueryAsync<string>("select id from users where joined_to = @account", new { account })];
    }

    private async Task<Dictionary<string, string>> NamesAsync(DbConnection connection, List<AuditRow> rows)
    {
        var ids = rows.SelectMany(row => new[] { row.MadeBy, row.Person }).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
            return [];

        // A resident is told by their number only: who looks at the trail need not know them.
        var found = await connection.QueryAsync<(string Id, string? UserName, string? Name)>(
            "select id, user_name, name_encrypted from users where id in @ids and user_name is not null", new { ids });
        return found.ToDictionary(
            row => row.Id,
            row => crypto.DecryptOrNull(PersonalDataPurpose.Name, row.Name) is { Length: > 0 } name ? $"{name}（{row.UserName}）" : row.UserName!, StringComparer.Ordinal);
    }

    private static ListAudit.Item ItemOf(AuditRow row, Dictionary<string, string> names) => new(
        row.Id, row.At, row.Kind, row.MadeBy, names.GetValueOrDefault(row.MadeBy), row.Object, row.ObjectId, row.Person.Length == 0 ? null : row.Person, names.GetValueOrDefault(row.Person),
        row.RequestId, row.Network, JsonSerializer.Deserialize<IReadOnlyList<ListAudit.Change>>(row.Details, JsonSerializerOptions.Web)!);

    private const string SelectAuthor = "select resident_id from cases where number = @Number and jurisdiction = @Jurisdiction";

    private const string Select = """
        select id, at, kind, made_by, object, object_id, person, request_id, network, details from audit_events
        where chain = @Jurisdiction and id < @after and at >= @Since and at < @Before
          and (@Kind = '' or kind = @Kind or (@Kind = @Seen and kind in (@ContactViewed, @Downloaded) and made_by <> person)) and (@Register = '' or object = @Register) and (@Row = '' or object_id = @Row)
          and (@By = '' or made_by = @By) and (@AnyPerson = 1 or person in @Persons)
        order by id desc limit @limit
        """;
}
