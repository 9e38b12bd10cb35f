using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Tests.Domain.Cases;

namespace ScanDeputy.Tests.Features.Cases.Lives;

/// <summary>One case with the reference that walks beside it.</summary>
internal sealed class Life(string id, string residentId, string stationId, ReferenceCase model)
{
    private static readonly CaseStatus[] Ends = [CaseStatus.Redirected, CaseStatus.Merged, CaseStatus.Withdrawn, CaseStatus.Closed];
    private DateOnly? _evaluatedOn;
    private DateOnly? _judgedOn;

    public string Id => id;

    public ReferenceCase Model => model;

    public int Version { get; set; } = 1;

    public int Steps { get; set; }

    public IReadOnlyList<string> CoAgencies { get; private set; } = [];

    /// <summary>Residents whose own case was merged into this one.</summary>
    public HashSet<string> Followers { get; } = new(StringComparer.Ordinal);

    public bool IsOwn => model.IsOwn;

    public bool IsOver => Ends.Contains(model.Status);

    /// <summary>Whether somebody may know of the case at all (handbook §2), told apart from the program's own table.</summary>
    public bool IsSeenBy(CurrentUser user) => PartiesOf(user).Count > 0 || Followers.Contains(user.Id)
        || (user.Jurisdiction == Town.Jurisdiction && user.Roles.Any(role => role is Role.Administrator or Role.Auditor || (role is Role.StationKeeper && user.StationIds.Contains(stationId))));

    public IReadOnlyList<Party> PartiesOf(CurrentUser user)
    {
        List<Party> parties = [];
        if (user.Id == residentId && !model.IsOwn)
            parties.Add(Party.Resident);
        if (user.Jurisdiction != Town.Jurisdiction)
            return parties;
        if (user.DeputyId is { } deputy && deputy == model.Deputy)
            parties.AddRange(model.IsOwn ? [Party.Deputy, Party.Proposer] : [Party.Deputy]);
        if (user.DeputyId is { } asked && model.CoSigners.ContainsKey(asked))
            parties.Add(Party.CoSigner);
        if (user.AgencyId is { } agency && model.Lead == agency)
            parties.Add(Party.LeadAgency);
        else if (user.AgencyId is { } other && CoAgencies.Contains(other))
            parties.Add(Party.CoAgency);
        foreach (var role in user.Roles)
        {
            if (role is Role.CommitteeOffice)
                parties.Add(Party.Committee);
            if (role is Role.GovernmentOffice)
                parties.Add(Party.Government);
            if (role is Role.Supervisor)
                parties.Add(Party.Supervisor);
        }

        return parties;
    }

    public void Take(CaseCommand command, IReadOnlyCollection<Party> by, DateOnly today)
    {
        if (command is AssignCommand assign)
            CoAgencies = assign.CoAgencyIds;
        model.Take(command, by, today);
        if (command is ReturnToOfficeCommand)
            CoAgencies = [];
        _evaluatedOn = model.Status == CaseStatus.Evaluated ? _evaluatedOn ?? today : null;
        // Whatever is said last of the answer or its promise: the case is closed the day after.
        if (command is AcceptCommand or RejectCommand or LapseVerdictCommand)
            _judgedOn = today;
    }

    public void GoesOnAs(Life leading) => leading.Followers.UnionWith(model.IsOwn ? Followers : Followers.Append(residentId));

    /// <summary>What time alone does, step by step.</summary>
    /// <returns>How often a verdict lapsed.</returns>
    public int TakeTurn(DateOnly today)
    {
        var lapsed = 0;
        while (NextStep(today) is { } step)
        {
            Take(step, [Party.System], today);
            lapsed += step is LapseVerdictCommand ? 1 : 0;
        }

        return lapsed;
    }

    private CaseCommand? NextStep(DateOnly today) => this switch
    {
        _ when model.Permits(Move.LookBack, Party.System, today) => new LookBackCommand(),
        _ when model.Permits(Move.LapseVerdict, Party.System, today) => new LapseVerdictCommand(),
        _ when model.Permits(Move.ExpireEvaluation, Party.System, today) => new ExpireEvaluationCommand(),
        _ when (model.IsOwn ? _judgedOn : _evaluatedOn) < today && model.Permits(Move.Close, Party.System, today) => new CloseCommand(),
        _ => null,
    };
}
