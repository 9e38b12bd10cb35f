using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>A contact that an agency has logged; for officials.</summary>
/// <param name="On">The day of it.</param>
/// <param name="Who">Who spoke for the agency; null once erased.</param>
/// <param name="Words">What was said; null once erased.</param>
/// <param name="At">When it was written down.</param>
public sealed record LoggedContactView(Named Agency, ContactPhase Phase, DateOnly On, ContactWay Way, ContactWith With, string? Who, string? Words, DateTimeOffset At);

/// <summary>Reads what agencies have logged of a case: what happened from its events, the words from where they can be erased.</summary>
internal static class ContactViews
{
    public static async Task<IReadOnlyList<LoggedContactView>> LoadAsync(DbConnection connection, CaseFile file, CaseNames names, DbTransaction? transaction)
    {
        var logged = file.Events.Where(entry => entry.Fact is ContactLogged).ToList();
        if (logged.Count == 0)
            return [];

        var words = (await connection.QueryAsync<Row>("select sequence, who, words from case_contacts where case_id = @Id", new { file.Row.Id }, transaction)).ToDictionary(row => row.Sequence);
        return
        [
            .. logged.Select(entry =>
            {
                var (fact, said) = ((ContactLogged)entry.Fact, words.GetValueOrDefault(entry.Sequence));
                return new LoggedContactView(new Named(fact.AgencyId, names.Agency(fact.AgencyId)), fact.Phase, fact.On, fact.Way, fact.With, said?.Who, said?.Words, entry.At);
            }),
        ];
    }

    /// <summary>Agencies that are not the case's any more have names as well.</summary>
    public static IEnumerable<string?> AgenciesOf(CaseFile file) => file.Events.Select(entry => (entry.Fact as ContactLogged)?.AgencyId);

    private sealed record Row
    {
        public int Sequence { get; init; }

        public string Who { get; init; } = "";

        public string Words { get; init; } = "";
    }
}
