using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// Saves what happened to a case: events, the row's summary of them, stages with their dates and next alert, all in the caller's
/// transaction and only if nobody else has changed the case since it was read.
/// </summary>
public sealed class CaseStore(TimeProvider clock)
{
    /// <returns>False when the case is no longer at the version it was read at; nothing must be committed then.</returns>
    public async Task<bool> UpdateAsync(WriteScope scope, CaseChange change)
    {
        var (before, after) = (change.Before!, change.After.State);
        var (summary, standing) = (CaseSummary.Of(change.Dates), CaseStanding.Of(after));
        var changed = await scope.ExecuteAsync(UpdateCase, new
        {
            after.Id,
            ReadVersion = before.State.Version,
            after.Version,
            Status = after.Status.ToString(),
            after.StationId,
            after.DeputyId,
            after.LeadAgencyId,
            summary.WaitingRole,
            summary.WaitingId,
            summary.StageKind,
            summary.OpenStage,
            summary.DueOn,
            summary.ClockStopped,
            summary.ExpiresOn,
            RemindAt = RemindAt(change),
            standing.Answered,
            Outcome = standing.Outcome?.ToString(),
            Grade = standing.Grade?.ToString(),
            EndedDay = summary.IsEnded ? DayNumber.Of(ChinaTime.DateOf(change.After.Row.UpdatedAt)) : (int?)null,
            change.After.Row.UpdatedAt,
        });
        if (changed == 0)
            return false;

        InsertEvents(scope, change.Added);
        SaveStages(scope, change);
        SaveCoSigners(scope, before.State, after);
        CaseWaits.Save(scope, change.After.Row, change.Dates);
        await SaveAgenciesAsync(scope, before.State, after);
        return true;
    }

    /// <summary>Written at the end of the transaction, in one trip.</summary>
    public void Insert(WriteScope scope, CaseChange change)
    {
        var (row, state) = (change.After.Row, change.After.State);
        var summary = CaseSummary.Of(change.Dates);
        scope.Later(InsertCase(scope.Dialect), new
        {
            row.Id,
            row.Number,
            state.Version,
            Status = state.Status.ToString(),
            row.Jurisdiction,
            row.StationId,
            row.District,
            Town = StageOwnerAccounts.TownOf(row.District),
            row.CategoryId,
            row.ResidentId,
            row.OwnKind,
            state.DeputyId,
            row.Title,
            row.Text,
            SearchText = SearchText.Of(row.Title, row.Text),
            // Consent is given with the report or not at all.
            PublicText = row.IsPublic ? MaskedReport.SearchTextOf(row.Title, row.Text) : null,
            row.PlaceAddress,
            row.Lat,
            row.Lng,
            row.ContactEncrypted,
            row.ShareWithAgency,
            row.IsPublic,
            row.PhotosPublic,
            row.ContentStatus,
            row.Fingerprint,
            row.ReceiptNonce,
            summary.WaitingRole,
            summary.WaitingId,
            summary.StageKind,
            summary.OpenStage,
            summary.DueOn,
            summary.ClockStopped,
            summary.ExpiresOn,
            RemindAt = RemindAt(change),
            row.CreatedAt,
            row.UpdatedAt,
        });
        InsertEvents(scope, change.Added);
        SaveStages(scope, change);
        SaveCoSigners(scope, null, state);
        CaseWaits.Save(scope, row, change.Dates, isNew: true);
    }

    /// <summary>The next one to come, or one that is due and that the sweep has not taken yet.</summary>
    private DateTimeOffset? RemindAt(CaseChange change)
    {
        var (now, waiting) = (clock.GetUtcNow(), change.Before?.Row.RemindAt);
        return new CaseReminders(change.Dates.Rules).Of(change.After.State, change.After.Events).FirstOrDefault(reminder => reminder.At > now || reminder.At >= waiting)?.At;
    }

    private static void InsertEvents(WriteScope scope, IReadOnlyList<CaseEvent> events)
    {
        foreach (var entry in events)
        {
            scope.Later(InsertEvent, new
            {
                entry.CaseId,
                entry.Sequence,
                entry.At,
                ActorId = entry.Actor.Id,
                ActorRole = entry.Actor.Role.ToString(),
                entry.Data,
                entry.PreviousHash,
                entry.Hash,
                HashedBy = LedgerHashes.NameOf(entry.HashedBy),
            });
        }
    }

    private void SaveStages(WriteScope scope, CaseChange change)
    {
        var (before, after) = (change.Before?.State, change.After.State);
        foreach (var stage in after.Stages)
        {
            var known = before?.Stages.FirstOrDefault(other => other.Sequence == stage.Sequence);
            if (known == stage)
                continue;
            if (known is not null && known with { Owner = stage.Owner } == stage)
            {
                // Its clock goes on: what is due and not yet said is said to the new owner.
                scope.Later(UpdateOwner, new { CaseId = after.Id, stage.Sequence, OwnerRole = stage.Owner.Role.ToString(), OwnerId = stage.Owner.Id });
                continue;
            }

            var dates = change.Dates.Of(stage);
            var (step, nextAt) = AlertsOf(stage, dates, change.Dates.Rules, clock.GetUtcNow());
            scope.Later(known is null ? InsertStage : UpdateStage, new
            {
                CaseId = after.Id,
                stage.Sequence,
                after.Jurisdiction,
                Kind = stage.Kind.ToString(),
                stage.Round,
                OwnerRole = stage.Owner.Role.ToString(),
                OwnerId = stage.Owner.Id,
                stage.StartedAt,
                stage.EndedAt,
                dates.LimitDays,
                dates.PausedDays,
                stage.ExtensionDays,
                dates.DueOn,
                dates.ClockStopped,
                dates.Provisional,
                Verdict = dates.Verdict.ToString(),
                dates.PolicyVersion,
                dates.CalendarVersion,
                AlertStep = step,
                NextAlertAt = nextAt,
            });
        }
    }

    /// <summary>
    /// Where a stage stands on the ladder after its date or owner has changed. A reminder whose moment has passed is left out; of a date that has
    /// passed everybody is told who has not been told of it (its notices are written once), a new owner as well. A stage that ended or stands still
    /// has no alerts.
    /// </summary>
    internal static (int Step, DateTimeOffset? NextAt) AlertsOf(Stage stage, StageDates dates, DateRules rules, DateTimeOffset now)
    {
        if (!stage.IsOpen || dates.ClockStopped)
            return (-1, null);

        var steps = new AlertLadder(rules.Calendar).StepsOf(dates.DueOn, stage.StartedAt, rules.Policies.Of(stage));
        var next = steps.First(step => step.At > now || step.Kind != AlertKind.DueSoon);
        return (next.Index - 1, next.At);
    }

    private static void SaveCoSigners(WriteScope scope, Case? before, Case after)
    {
        if (after.CoSigners.SequenceEqual(before?.CoSigners ?? []))
            return;

        if (before is { CoSigners.Count: > 0 })
            scope.Later("delete from case_co_signers where case_id = @Id", new { after.Id });
        foreach (var one in after.CoSigners)
            scope.Later(InsertCoSigner, new { after.Id, one.DeputyId, Standing = one.Standing.ToString() });
    }

    private static async Task SaveAgenciesAsync(WriteScope scope, Case before, Case after)
    {
        var status = after.Status.ToString();
        if (before.LeadAgencyId == after.LeadAgencyId && before.CoAgencyIds.SequenceEqual(after.CoAgencyIds))
        {
            if (after.LeadAgencyId is not null && before.Status != after.Status)
                scope.Later("update case_agencies set status = @status where case_id = @Id", new { after.Id, status });
            return;
        }

        await scope.ExecuteAsync("delete from case_agencies where case_id = @Id", new { after.Id });
        if (after.LeadAgencyId is not { } lead)
            return;

        foreach (var agency in after.CoAgencyIds.Prepend(lead))
            await scope.ExecuteAsync(InsertAgency, new { after.Id, agency, isLead = agency == lead, status });
    }

    /// <summary>
    /// The author may have been joined with another account since the request began: the report is the one's that goes on. Reading the author
    /// holds off a join until this transaction has ended, so that the join finds the report.
    /// </summary>
    private static string InsertCase(Dialect dialect) => $"""
        insert into cases (id, number, version, status, jurisdiction, station_id, district, town, category_id, resident_id, own_kind,
          deputy_id, title, text, search_text, public_text, place_address, lat, lng, contact_encrypted, share_with_agency, is_public, photos_public, content_status, fingerprint, receipt_nonce,
          waiting_role, waiting_id, stage_kind, open_stage, due_on, clock_stopped, expires_on, remind_at, created_at, updated_at)
        values (@Id, @Number, @Version, @Status, @Jurisdiction, @StationId, @District, @Town, @CategoryId,
          coalesce((select u.joined_to from users u where u.id = @ResidentId{dialect.ForUpdate}), @ResidentId),
          @OwnKind, @DeputyId, @Title, @Text, @SearchText, @PublicText, @PlaceAddress, @Lat, @Lng, @ContactEncrypted, @ShareWithAgency, @IsPublic, @PhotosPublic, @ContentStatus, @Fingerprint, @ReceiptNonce,
          @WaitingRole, @WaitingId, @StageKind, @OpenStage, @DueOn, @ClockStopped, @ExpiresOn, @RemindAt, @CreatedAt, @UpdatedAt)
        """;

    private const string UpdateCase = """
        update cases set version = @Version, status = @Status, station_id = @StationId, deputy_id = @DeputyId,
          lead_agency_id = @LeadAgencyId, waiting_role = @WaitingRole, waiting_id = @WaitingId, stage_kind = @StageKind,
          open_stage = @OpenStage, due_on = @DueOn, clock_stopped = @ClockStopped, expires_on = @ExpiresOn, remind_at = @RemindAt, answered = @Answered, outcome = @Outcome, grade = @Grade,
          updated_at = @UpdatedAt,
          ended_day = case when @EndedDay is null then null else coalesce(ended_day, @EndedDay) end
        where id = @Id and version = @ReadVersion
        """;

    private const string InsertEvent = """
        insert into case_events (case_id, sequence, at, actor_id, actor_role, data, previous_hash, hash, hashed_by)
        values (@CaseId, @Sequence, @At, @ActorId, @ActorRole, @Data, @PreviousHash, @Hash, @HashedBy)
        """;

    private const string InsertStage = """
        insert into stages (case_id, sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, ended_at, limit_days, paused_days,
          extension_days, due_on, clock_stopped, provisional, verdict, policy_version, calendar_version, alert_step, next_alert_at)
        values (@CaseId, @Sequence, @Jurisdiction, @Kind, @Round, @OwnerRole, @OwnerId, @StartedAt, @EndedAt, @LimitDays, @PausedDays,
          @ExtensionDays, @DueOn, @ClockStopped, @Provisional, @Verdict, @PolicyVersion, @CalendarVersion, @AlertStep, @NextAlertAt)
        """;

    private const string UpdateOwner = """
        update stages set owner_role = @OwnerRole, owner_id = @OwnerId where case_id = @CaseId and sequence = @Sequence
        """;

    private const string UpdateStage = """
        update stages set owner_role = @OwnerRole, owner_id = @OwnerId, ended_at = @EndedAt, limit_days = @LimitDays,
          paused_days = @PausedDays, extension_days = @ExtensionDays, due_on = @DueOn, clock_stopped = @ClockStopped, provisional = @Provisional, verdict = @Verdict,
          policy_version = @PolicyVersion, calendar_version = @CalendarVersion, alert_step = @AlertStep, next_alert_at = @NextAlertAt
        where case_id = @CaseId and sequence = @Sequence
        """;

    private const string InsertCoSigner = "insert into case_co_signers (case_id, deputy_id, standing) values (@Id, @DeputyId, @Standing)";

    private const string InsertAgency = "insert into case_agencies (case_id, agency_id, is_lead, status) values (@Id, @agency, @isLead, @status)";
}
