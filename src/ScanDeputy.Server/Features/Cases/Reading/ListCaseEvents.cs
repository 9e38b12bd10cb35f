using System.Text.Json.Nodes;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>A case's ledger. Officials see all of it; the resident sees what happened without the notes that offices write each other.</summary>
public static class ListCaseEvents
{
    /// <param name="PreviousHash">Null, as <paramref name="Hash"/>, for those who see the case as the public does: hashes tell what was masked to whoever tries.</param>
    public sealed record EventView(
        int Sequence, DateTimeOffset At, ActorView Actor, string Type, string Text, JsonObject Data, string? PreviousHash, string? Hash);

    public sealed record ActorView(Role Role, string Name);

    // Kept from residents: words between offices.
    private static readonly HashSet<string> OfficialOnly = new(StringComparer.Ordinal) { "note", "internalNote" };

    public static void Map(RouteGroupBuilder cases) => cases.MapGet("/{id}/events", async (
        string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, user, ct)).ToHttp())
        .WithName("ListCaseEvents").Produces<Page<EventView>>();

    public sealed class Handler(Database database)
    {
        public Task<Result<Page<EventView>>> HandleAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync<Result<Page<EventView>>>(
            async connection =>
            {
                var file = await CaseFile.LoadAsync(connection, id);
                if (file is null)
                    return new Refusal(ErrorCodes.NotFound);

                var parties = CaseAccess.PartiesOf(user, file.Row, file.State);
                if (!await CaseAccess.MaySeeAsync(connection, user, file.Row, parties))
                    return new Refusal(ErrorCodes.NotFound);

                var official = CaseAccess.IsOfficial(user, file.Row, parties);
                var names = await CaseNames.LoadAsync(connection, file.Row, file.State, null, MentionedIn(file));
                return new Page<EventView>(Views(file, official, CaseAccess.MaySee(user, file.Row, parties), names), null);
            },
            ct);
    }

    /// <param name="reads">Whether the resident's own words are for the caller.</param>
    internal static IReadOnlyList<EventView> Views(CaseFile file, bool official, bool reads, CaseNames names) =>
        [.. file.Events.Where(entry => official || (IsForResidents(entry.Fact) && (reads || !IsResidentsOwn(entry.Fact)))).Select(entry => View(entry, official, reads, names))];

    /// <summary>Whoever the entries name.</summary>
    internal static IEnumerable<string?> MentionedIn(CaseFile file) => file.Events.SelectMany(entry => entry.Fact.Mentions()).Select(mention => mention.Id);

    /// <summary>Nothing in this entry is kept from the resident.</summary>
    internal static bool IsWhollyForResidents(CaseEvent entry) =>
        IsForResidents(entry.Fact) && !JsonNode.Parse(entry.Data)!.AsObject().Select(pair => pair.Key).Any(OfficialOnly.Contains);

    /// <summary>For the author of the report at least.</summary>
    public static bool IsForResidents(Fact fact) => fact.Readers() is FactReaders.Residents or FactReaders.Author;

    private static bool IsResidentsOwn(Fact fact) => fact.Readers() == FactReaders.Author;

    /// <summary>What happened, in a word.</summary>
    internal static string NameOf(CaseEvent entry)
    {
        var type = (string)JsonNode.Parse(entry.Data)!["type"]!;
        return WordOf(type, entry.Actor.Role);
    }

    /// <summary>Where it is another thing from another role, such as urging, that one's word.</summary>
    private static string WordOf(string type, Role by) => Terms.Find($"Fact.{type}.{by}") ?? Terms.Find($"Fact.{type}") ?? type;

    private static EventView View(CaseEvent entry, bool official, bool reads, CaseNames names)
    {
        var data = JsonNode.Parse(entry.Data)!.AsObject();
        var type = (string)data["type"]!;
        data.Remove("type");
        data.Remove("residentId");
        data.Remove("authorId");
        if (!reads)
            data.Remove("fingerprint");
        if (!official)
            data.Select(pair => pair.Key).Where(OfficialOnly.Contains).ToList().ForEach(key => data.Remove(key));
        foreach (var (name, id) in entry.Fact.Mentions())
        {
            if (id is not null)
                data[name] = names.Agency(id);
        }

        return new EventView(
            entry.Sequence, entry.At, new ActorView(entry.Actor.Role, Terms.Of(entry.Actor.Role)), type, WordOf(type, entry.Actor.Role), data,
            reads ? entry.PreviousHash : null, reads ? entry.Hash : null);
    }
}
