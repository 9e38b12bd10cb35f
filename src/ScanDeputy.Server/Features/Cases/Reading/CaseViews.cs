using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>Builds a case's view for one caller, leaving out what is not for their eyes.</summary>
public sealed class CaseViews(PersonalData crypto, TimeProvider clock)
{
    public async Task<CaseView> BuildAsync(DbConnection connection, CaseFile file, CurrentUser user, CaseDates dates, DbTransaction? transaction = null)
    {
        var (row, state, rules, today) = (file.Row, file.State, dates.Rules, ChinaTime.Today(clock));
        var parties = CaseAccess.PartiesOf(user, row, state);
        var official = CaseAccess.IsOfficial(user, row, parties);
        var names = await NamesAsync(connection, file, official, transaction);
        var sees = Sees(user, file, parties);
        var reads = sees || CaseAccess.IsPublished(row);
        var attachments = await AttachmentsAsync(connection, file, sees, transaction);
        var shown = sees || !reads ? null : MaskedReport.Of(row.Title, row.Text, row.PlaceAddress); // As the public sees it.
        var view = new CaseView
        {
            Id = row.Id,
            Number = row.Number,
            Status = state.Status,
            Version = state.Version,
            Category = new Named(row.CategoryId, names.Category),
            Title = !reads ? names.Category : shown?.Title ?? row.Title,
            Text = !reads ? Terms.Find("NotPublished")! : shown?.Text ?? row.Text,
            Station = new Named(state.StationId, names.Station),
            District = new NamedDistrict(row.District, names.District),
            Deputy = state.DeputyId is { } deputy ? new Named(deputy, names.Deputy(deputy)) : null,
            Lead = state.LeadAgencyId is { } lead ? new Named(lead, names.Agency(lead)) : null,
            CoAgencies = [.. state.CoAgencyIds.Select(id => new Named(id, names.Agency(id)))],
            AgencyContacts = sees ? names.Contacts(official ? [state.LeadAgencyId, .. state.CoAgencyIds] : [state.LeadAgencyId]) : [],
            Stages = Stages(dates, names),
            Answer = Answer(file, official, attachments),
            Outcome = state.Reply?.Outcome,
            Evaluation = state is { Evaluation: { } evaluation, EvaluatedAt: { } at } ? new EvaluationView(evaluation.Grade, sees ? evaluation.Text : null, at) : null,
            Supervision = official ? Supervision(file.Events) : [],
            Actions = [.. new CaseMoves(rules).Allowed(state, parties, clock.GetUtcNow()).Select(MoveNames.NameOf)],
            Place = !reads ? null : PlaceOf(row, shown),
            Contact = CaseAccess.MaySeeContact(parties, row) ? Contact(file, user, isAuthor: parties.Contains(Party.Resident)) : null,
            Attachments = attachments,
            Redirection = state.Redirection is { } r ? new RedirectionView(r.Reason, r.Destination, r.Text) : null,
            SuggestionTitle = state.IsOwn && !sees ? null : state.SuggestionTitle,
            OwnKind = state.OwnKind,
            CoSigners = CoSigners(state, names, official || parties.Contains(Party.CoSigner)),
            MergedIntoId = state.MergedIntoId,
            MergedIntoNumber = await LeadingNumberAsync(connection, state, transaction),
            Reporters = (state.IsOwn ? 0 : 1) + await connection.QueryFirstAsync<int>(CountMerged, new { row.Id }, transaction),
            Receipt = sees ? Receipts.Of(row.Number, row.Fingerprint) : null,
            ReceiptNonce = sees ? row.ReceiptNonce : null,
            Public = row.IsPublic,
            PhotosPublic = row.PhotosPublic,
            ContentStatus = sees && (row.IsPublic || !state.IsOwn) ? row.ContentStatus : null,
            ContentAdvice = sees && row.ContentStatus == ContentChecks.Refused ? await AdviceAsync(connection, row, transaction) : null,
            Waiting = ListedWait.TurnOf(dates, names, official, today),
            VerdictUntil = dates.VerdictEndsOn,
            EvaluateUntil = state.Status is CaseStatus.Answered or CaseStatus.Replied ? new CaseMoves(rules).EvaluationEndsOn(state) : null,
            ResidentClock = Clock(file),
            ErasedOn = row.ErasedOn,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            Followed = await FollowsAsync(connection, row, user, transaction),
            Parties = parties,
        };
        return !official ? view : ForOfficials(view, OfficeViews.Of(file, names, dates, today), state) with { Contacts = await ContactViews.LoadAsync(connection, file, names, transaction) };
    }

    private static CaseView ForOfficials(CaseView view, OfficeViews offices, Case state) => view with
    {
        CoOpinions = offices.Opinions,
        PauseRequest = offices.PauseRequest,
        ExtensionRequest = offices.ExtensionRequest,
        Return = offices.Return,
        AnsweredWithoutContact = state.AnsweredWithoutContact,
        SupervisionRequired = state.SupervisionRequired,
        LookBack = LookBackOf(state),
    };

    private static Task<CaseNames> NamesAsync(DbConnection connection, CaseFile file, bool official, DbTransaction? transaction)
    {
        var back = official ? OfficeViews.LastReturn(file)?.Fact as ReturnedToOffice : null;
        return CaseNames.LoadAsync(connection, file.Row, file.State, transaction, [back?.AgencyId, back?.ProposedAgencyId, .. official ? ContactViews.AgenciesOf(file) : []]);
    }

    private static async Task<List<AttachmentView>> AttachmentsAsync(DbConnection connection, CaseFile file, bool seesAll, DbTransaction? transaction) =>
        (await connection.QueryAsync<AttachmentView>(SelectAttachments, new { file.Row.Id }, transaction))
        .Where(photo => seesAll || CaseAccess.IsPhotoPublished(file, photo.Id, photo.ContentStatus)).ToList();

    private IReadOnlyList<StageView> Stages(CaseDates counted, CaseNames names)
    {
        var today = ChinaTime.Today(clock);
        return
        [
            .. counted.State.Stages.Select(stage =>
            {
                var dates = counted.Of(stage);
                var owner = new OwnerView(stage.Owner.Role, stage.Owner.Id, names.Owner(stage.Owner));
                return new StageView(
                    stage.Kind, stage.Round, owner, stage.StartedAt, dates.DueOn, dates.Provisional, dates.PausedDays, stage.EndedAt,
                    dates.Verdict, dates.IsOverdue(today), stage.IsPaused, dates.LimitDays, stage.ExtensionDays)
                {
                    PolicyVersion = dates.PolicyVersion,
                    UrgedAt = stage.UrgedAt,
                    Lapsed = stage.End == StageEnd.Lapsed,
                };
            }),
        ];
    }

    private static async Task<string?> LeadingNumberAsync(DbConnection connection, Case state, DbTransaction? transaction) => state.MergedIntoId is { } leading
        ? await connection.QueryFirstOrDefaultAsync<string>("select number from cases where id = @leading", new { leading }, transaction)
        : null;

    private static async Task<string?> AdviceAsync(DbConnection connection, CaseRow row, DbTransaction? transaction) =>
        TextAdvice.On(await connection.QueryFirstOrDefaultAsync<int?>(SelectTextLabel, new { row.Id }, transaction));

    private static LookBackView? LookBackOf(Case state) => state is { LookedBackAt: { } lookedBackAt, Reply.PromisedOn: { } promisedOn }
        ? new LookBackView(promisedOn, lookedBackAt, state.LookBackOpen)
        : null;

    private static PlaceView? PlaceOf(CaseRow row, MaskedReport? shown) => shown is null
        ? row is { PlaceAddress: null, Lat: null } ? null : new PlaceView(row.PlaceAddress, row.Lat, row.Lng)
        : shown.PlaceAddress is null ? null : new PlaceView(shown.PlaceAddress, null, null);

    private static async Task<bool> FollowsAsync(DbConnection connection, CaseRow row, CurrentUser user, DbTransaction? transaction) =>
        user.Is(Role.Resident) && user.Id != row.ResidentId
        && await connection.QueryFirstOrDefaultAsync<int?>(CaseAccess.SelectFollower, new { CaseId = row.Id, UserId = user.Id }, transaction) is not null;

    private static IReadOnlyList<CoSignerView> CoSigners(Case state, CaseNames names, bool all) =>
    [
        .. state.CoSigners.Where(one => all || one.Standing == CoSignerStanding.Signed)
            .Select(one => new CoSignerView(new Named(one.DeputyId, names.Deputy(one.DeputyId)), one.Standing, one.SaidAt)),
    ];

    private ResidentClockView? Clock(CaseFile file)
    {
        if (ResidentClock.Of(file.Events) is not { } resident)
            return null;

        return new ResidentClockView(
            resident.StartedOn, resident.EndsOn, resident.HandedOverAt, resident.ResultAt, resident.VerdictOn(ChinaTime.Today(clock)),
            [
                .. file.Events.Where(entry => ListCaseEvents.IsForResidents(entry.Fact) && ChinaTime.DateOf(entry.At) <= resident.EndsOn)
                    .Select(entry => new DoneView(entry.At, ListCaseEvents.NameOf(entry))),
            ]);
    }

    private static AnswerView? Answer(CaseFile file, bool official, IReadOnlyList<AttachmentView> photos)
    {
        var (state, events) = (file.State, file.Events);
        if (state is { Reply: { } reply, AnsweredAt: { } at })
        {
            return new AnswerView(reply.PublicText, official ? reply.InternalNote : null, reply.PromisedOn, at, state.ReplyAccepted,
                [.. reply.AttachmentIds.Intersect(photos.Select(photo => photo.Id), StringComparer.Ordinal)])
            {
                PromiseKeptAt = state.PromiseKeptAt,
                Verdict = state.Verdict is { } said
                    ? new VerdictView(said.Kind, said.Handling, said.Result, official || said.Kind == VerdictKind.Rejected ? said.Words : null, said.At)
                    : null,
            };
        }

        return state.DeputyAnswer is { } text
            ? new AnswerView(text, null, null, events.Last(entry => entry.Fact is Answered).At, true, [])
            : null;
    }

    private static IReadOnlyList<SupervisionView> Supervision(IReadOnlyList<CaseEvent> events)
    {
        var orders = new List<SupervisionView>();
        foreach (var entry in events)
        {
            if (entry.Fact is Supervised order)
                orders.Add(new SupervisionView(order.Level, order.Text, order.AnswerBy, entry.At, null, null));
            else if (entry.Fact is SupervisionAnswered answer && orders.Count > 0)
                orders[^1] = orders[^1] with { Answer = answer.Text, AnsweredAt = entry.At };
        }

        return orders;
    }

    private ContactView? Contact(CaseFile file, CurrentUser viewer, bool isAuthor)
    {
        var row = file.Row;
        if (row.ContactEncrypted is null)
            return null;

        var contact = JsonSerializer.Deserialize<StoredContact>(crypto.Decrypt(PersonalDataPurpose.Contact, row.ContactEncrypted))!;
        if (!isAuthor)
            CallNotes.Add(new AuditEntry(AuditKinds.ContactViewed, row.Jurisdiction, viewer.Id) { Object = "cases", ObjectId = row.Id, Person = PersonOf(file), Details = [new AuditDetail("number", null, row.Number)] });
        return new ContactView(contact.Name, contact.Phone, row.ShareWithAgency);
    }

    /// <summary>Should it be taken away as a file, the audit trail tells whose data it is.</summary>
    private static bool Sees(CurrentUser user, CaseFile file, IReadOnlyCollection<Party> parties)
    {
        CallNotes.About(new AuditSubject("cases", file.Row.Id, PersonOf(file)));
        return CaseAccess.MaySee(user, file.Row, parties);
    }

    /// <summary>Whose data they are; whoever came to a station and had it written down has no account, and a deputy's own suggestion is about no person.</summary>
    private static string PersonOf(CaseFile file) => file.Events is [{ Fact: Submitted { EnteredByKeeper: true } or Suggested }, ..] ? "" : file.Row.ResidentId;

    // Who follows without having chosen to reported the same matter.
    private const string CountMerged = "select count(*) from case_followers where case_id = @Id and chosen_at is null";

    private const string SelectTextLabel = "select label from content_checks where case_id = @Id and attachment_id is null and label is not null";

    private const string SelectAttachments = """
        select id, content_type, size, width, height, content_status from attachments where case_id = @Id order by position, id
        """;
}

/// <summary>The resident's contact as it is kept, encrypted, in the case's row.</summary>
public sealed record StoredContact(string? Name, string? Phone);
