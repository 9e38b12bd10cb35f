using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Http.Input;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>
/// Lists of cases, newest first: <c>mine</c> (what I reported, or what is with me), <c>inbox</c> (what waits for me now, on request the most urgent
/// first), <c>all</c> (what I may see). The ids of a page are taken first, along indexes, and only they are joined with names.
/// </summary>
public static class ListCases
{
    private const string Inbox = "inbox";

    public const string Newest = "newest";
    public const string Urgency = "urgency";

    public sealed record Query
    {
        [ClosedList("mine", Inbox, "all")]
        public string? Role { get; init; }

        [ClosedList<EnumList<CaseStatus>>]
        public string? Status { get; init; }

        [ClosedList<EnumList<StageKind>>]
        public string? Stage { get; init; }

        public bool? Overdue { get; init; }

        public string? District { get; init; }

        public string? Agency { get; init; }

        public string? Q { get; init; }

        [ClosedList(Newest, Urgency)]
        public string? Sort { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    /// <param name="Followed">Another's case that I follow, by choice or because my own was merged into it.</param>
    public sealed record Item(
        string Id, string Number, CaseStatus Status, int Version, Named Category, string Title, Named Station, NamedDistrict District, Named? Deputy,
        Named? Lead, ItemStage? Stage, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Followed)
    {
        /// <summary>What it waits for: in the inbox of me, elsewhere of whoever's turn it is; null when of nobody.</summary>
        public ListedWait? Waiting { get; init; }

        /// <summary>What a deputy's own suggestion is; null where a resident reported the matter.</summary>
        public SuggestionKind? OwnKind { get; init; }

        /// <summary>How many deputies signed an own suggestion beside its own.</summary>
        public int CoSigners { get; init; }

        /// <summary>Something was told of it that the reader has not read (<c>SeeCase</c>).</summary>
        public bool News { get; init; }
    }

    /// <summary>The open stage, if there is one.</summary>
    public sealed record ItemStage(StageKind Kind, int Round, DateOnly DueOn, bool Provisional, bool Overdue, bool Paused);

    public static void Map(RouteGroupBuilder cases) => cases.MapGet("", async (
        [AsParameters] Query query, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(query, user, ct)).ToHttp())
        .WithName("ListCases").Produces<Page<Item>>();

    public sealed class Handler(Database database, RuleBook book, TimeProvider clock)
    {
        public async Task<Result<Page<Item>>> HandleAsync(Query query, CurrentUser user, CancellationToken ct)
        {
            var role = query.Role ?? DefaultRole(user);
            if (OrderOf(query.Sort, role) is not { } order)
                return Refusal.OfField("sort", ErrorTexts.Field("field_choice", "sort"));
            var page = PageRequest.Parse(query.Limit, query.After, order == CaseOrder.Urgent ? CaseWaits.IsPlace : null);
            if (page.Refusal is { } refusal)
                return refusal;

            if (ScopesOf(role, user, order) is not { } scopes)
                return Refusal.OfField("role", ErrorTexts.Field("field_choice", "role"));
            var filter = Read(query);
            if (filter.Refusal is { } wrong)
                return wrong;

            var walks = scopes.SelectMany(scope => scope.Walks(filter.Value)).ToList();
            if (walks.Count == 0)
                return new Page<Item>([], null);

            var today = ChinaTime.Today(clock);
            var parameters = Parameters(filter.Value, user, today, page.Value);
            var sql = SelectPage(IdWalk.Page(walks, page.Value.After is not null, order), order);
            return await database.ReadAsync(
                async connection =>
                {
                    var found = page.Value.Cut([.. await connection.QueryAsync<Row>(sql, parameters)], row => row.Place);
                    var mine = role == Inbox ? new WaitingDesks(user).Mine("w") : null;
                    var waits = await ListedWaits.LoadAsync(connection, book, [.. found.Items.Select(row => row.Id)], mine, parameters, today);
                    return new Page<Item>([.. found.Items.Select(row => row.ToItem(today) with { Waiting = waits.GetValueOrDefault(row.Id) })], found.Next);
                },
                ct);
        }

        private string SelectPage(string ids, CaseOrder order) =>
            $"{Select} from ({ids}) page {Joins(database.Dialect.JoinInOrder)} order by page.place {IdWalk.DirectionOf(order)}";

        /// <summary>Only what waits for me has a date that is mine.</summary>
        private static CaseOrder? OrderOf(string? sort, string role) => sort switch
        {
            null or "" or Newest => CaseOrder.Newest,
            Urgency when role == Inbox => CaseOrder.Urgent,
            _ => null,
        };

        private static string DefaultRole(CurrentUser user) => user.Roles is [Role.Resident] ? "mine" : Inbox;

        private IReadOnlyList<CaseScope>? ScopesOf(string role, CurrentUser user, CaseOrder order)
        {
            var scopes = new CaseScopes(user, database.Dialect);
            return role switch
            {
                "mine" => scopes.Mine,
                Inbox => scopes.Waiting(order),
                "all" => scopes.Visible,
                _ => null,
            };
        }

        private static DynamicParameters Parameters(CaseFilter filter, CurrentUser user, DateOnly today, PageRequest page)
        {
            var parameters = new DynamicParameters();
            filter.AddTo(parameters);
            parameters.Add("me", user.Id);
            parameters.Add("deputyId", user.DeputyId);
            parameters.Add("agencyId", user.AgencyId);
            for (var i = 0; i < user.StationIds.Count; i++)
                parameters.Add(CaseScopes.StationParameter(i), user.StationIds[i]);
            parameters.Add("jurisdiction", user.Jurisdiction);
            parameters.Add("town", user.Town);
            parameters.Add("today", Columns.Text(today));
            parameters.Add("after", page.After);
            parameters.Add("limit", page.Limit + 1);
            return parameters;
        }

        private static Result<CaseFilter> Read(Query query)
        {
            var filter = new CaseFilter { Overdue = query.Overdue, Agency = TextOf(query.Agency), Text = TextOf(query.Q) };
            if (query.Status is { Length: > 0 } status)
            {
                if (!EnumNames.TryParse<CaseStatus>(status, out var parsed))
                    return Refusal.OfField("status", ErrorTexts.Field("field_choice", "status"));
                filter = filter with { Status = parsed };
            }

            if (query.Stage is { Length: > 0 } stage)
            {
                if (!EnumNames.TryParse<StageKind>(stage, out var parsed))
                    return Refusal.OfField("stage", ErrorTexts.Field("field_choice", "stage"));
                filter = filter with { Stage = parsed };
            }

            if (query.District is { Length: > 0 } district)
            {
                if (!DistrictCode.TryParse(district, out var code))
                    return Refusal.OfField("district", ErrorTexts.Field("field_choice", "district"));
                filter = filter with { District = code };
            }

            return filter;
        }

        private static string? TextOf(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    private const string Select = $"""
        select k.id, k.number, k.status, k.version, k.category_id, c.name as category, k.title, k.station_id, s.name as station, k.district,
          d.name as district_name, k.deputy_id, p.name as deputy, k.lead_agency_id, a.name as agency, k.stage_kind, g.round, g.due_on, g.provisional,
          k.created_at, k.updated_at,
          case when {CaseFilter.OnlyFollowed} then 1 else 0 end as followed, k.is_public, k.content_status,
          k.clock_stopped as paused, page.place, k.own_kind,
          case when k.own_kind is null then 0 else (select count(*) from case_co_signers x where x.case_id = k.id and x.standing = '{nameof(CoSignerStanding.Signed)}') end as co_signers,
          exists (select 1 from alerts n where n.recipient_id = @me and n.case_id = k.id and coalesce(n.read_at, 0) = 0) as news
        """;

    private static string Joins(string then) => $"""
        {then} cases k on k.id = page.id
        {then} categories c on c.id = k.category_id
        {then} stations s on s.id = k.station_id
        {then} districts d on d.code = k.district
        left join deputies p on p.id = k.deputy_id
        left join agencies a on a.id = k.lead_agency_id
        left join stages g on g.case_id = k.id and g.sequence = k.open_stage
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        /// <summary>In the order of the list.</summary>
        public string Place { get; init; } = "";

        public string Number { get; init; } = "";

        public string Status { get; init; } = "";

        public int Version { get; init; }

        public string CategoryId { get; init; } = "";

        public string Category { get; init; } = "";

        public string Title { get; init; } = "";

        public string StationId { get; init; } = "";

        public string Station { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public string? DeputyId { get; init; }

        public string? Deputy { get; init; }

        public string? LeadAgencyId { get; init; }

        public string? Agency { get; init; }

        public string? StageKind { get; init; }

        public int? Round { get; init; }

        public DateOnly? DueOn { get; init; }

        public bool? Provisional { get; init; }

        public bool Paused { get; init; }

        public string? OwnKind { get; init; }

        public int CoSigners { get; init; }

        public bool News { get; init; }

        public bool Followed { get; init; }

        public bool IsPublic { get; init; }

        public string ContentStatus { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset UpdatedAt { get; init; }

        public Item ToItem(DateOnly today) => new(
            Id, Number, Enum.Parse<CaseStatus>(Status), Version, new Named(CategoryId, Category), TitleForReader(), new Named(StationId, Station),
            new NamedDistrict(District, DistrictName), DeputyId is null ? null : new Named(DeputyId, Deputy ?? DeputyId),
            LeadAgencyId is null ? null : new Named(LeadAgencyId, Agency ?? LeadAgencyId),
            StageKind is not null && DueOn is { } due
                ? new ItemStage(Enum.Parse<StageKind>(StageKind), Round ?? 1, due, Provisional ?? false, Overdue.Of(due, Paused, today), Paused)
                : null,
            CreatedAt, UpdatedAt, Followed)
        {
            News = News,
            OwnKind = OwnKind is null ? null : Enum.Parse<SuggestionKind>(OwnKind),
            CoSigners = CoSigners,
        };

        private string TitleForReader() => !Followed ? Title
            : CaseAccess.IsPublished(new CaseRow { IsPublic = IsPublic, ContentStatus = ContentStatus }) ? PersonalDetails.Mask(Title).Text
            : Category;
    }
}
