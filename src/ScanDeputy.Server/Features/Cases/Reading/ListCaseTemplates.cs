using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Templates;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>The texts that the jurisdiction keeps for a move of a case, filled in with what the asker sees of it.</summary>
public static class ListCaseTemplates
{
    private static readonly Role[] Writers = [Role.Deputy, Role.CommitteeOffice, Role.GovernmentOffice, Role.AgencyHandler, Role.Supervisor];

    public sealed record Item(string Id, string Title, string Text);

    public static void Map(RouteGroupBuilder cases) => cases.MapGet("/{id}/templates", async (
        string id, [ClosedList<TemplateMoves>] string? move, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(id, move, user, ct)).ToHttp())
        .WithName("ListCaseTemplates").Produces<Page<Item>>();

    public sealed class Handler(Database database, GetCase.Handler cases)
    {
        public async Task<Result<Page<Item>>> HandleAsync(string id, string? move, CurrentUser user, CancellationToken ct)
        {
            if (TemplateMoves.Find(move) is not { } wanted)
                return Refusal.OfField("move", ErrorTexts.Field("field_choice", "move"));

            var found = await cases.HandleAsync(id, user, ct);
            if (found.Refusal is { } refusal)
                return refusal;
            if (!Writers.Any(user.Is))
                return new Refusal(ErrorCodes.Forbidden);

            return new Page<Item>(await OfAsync(found.Value, [wanted], user, null, ct) is { Count: > 0 } items ? items[wanted] : [], null);
        }

        /// <param name="view">As the asker sees it.</param>
        /// <param name="moves">For which of them; those without a template are left out.</param>
        /// <param name="user">Whose jurisdiction.</param>
        /// <param name="promisedOn">What is being promised; null for the last answer's.</param>
        /// <param name="ct">Ends the reading.</param>
        public async Task<IReadOnlyDictionary<Move, IReadOnlyList<Item>>> OfAsync(CaseView view, IReadOnlyList<Move> moves, CurrentUser user, DateOnly? promisedOn, CancellationToken ct)
        {
            var wanted = moves.Intersect(AnswerTemplate.Moves).Select(move => move.ToString()).ToList();
            if (wanted.Count == 0 || user.Jurisdiction is not { } jurisdiction || !Writers.Any(user.Is))
                return new Dictionary<Move, IReadOnlyList<Item>>();

            var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(Select, new { jurisdiction, wanted, category = view.Category.Id }), ct);
            return rows.GroupBy(row => Enum.Parse<Move>(row.Move)).ToDictionary(
                group => group.Key, IReadOnlyList<Item> (group) => [.. group.Select(row => new Item(row.Id, row.Title, AnswerTemplate.Fill(row.Text, name => ValueOf(name, view, promisedOn))))]);
        }
    }

    private static string? ValueOf(string placeholder, CaseView view, DateOnly? promisedOn) => placeholder switch
    {
        "编号" => view.Number,
        "称呼" => view.Contact?.Name ?? Rules.Terms.Find("UnknownPerson"),
        "类别" => view.Category.Name,
        "地点" => view.Place?.Address ?? view.District.Name,
        "承办单位" => view.Lead?.Name,
        "承诺日期" => (promisedOn ?? view.Answer?.PromisedOn) is { } on ? $"{on.Year}年{on.Month}月{on.Day}日" : null,
        _ => null,
    };

    private const string Select = """
        select id, move, title, text from answer_templates
        where jurisdiction = @jurisdiction and move in @wanted and active = 1 and (category_id is null or category_id = @category)
        order by case when category_id is null then 1 else 0 end, coalesce(reference, id)
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Move { get; init; } = "";

        public string Title { get; init; } = "";

        public string Text { get; init; } = "";
    }
}
