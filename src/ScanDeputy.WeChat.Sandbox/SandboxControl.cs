using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.Push;
using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox;

/// <summary>
/// What people do on their phones, and what the platform lets happen: the side of WeChat that no server ever calls. For the demo
/// page and for tests; safe from any thread.
/// </summary>
public sealed class SandboxControl
{
    // Of events about the mini-program and its users the sender is the platform.
    private const string PlatformOpenId = "owAqBplatform0000000000000000";

    private readonly SandboxState _state;

    internal SandboxControl(SandboxState state) => (_state, Faults) = (state, new SandboxFaults(state));

    public SandboxSwitches Switches => _state.Switches;

    public SandboxFaults Faults { get; }

    public IReadOnlyCollection<SandboxTemplate> Templates => [.. _state.Templates.Values];

    public IReadOnlyList<SandboxUser> Users() => _state.Users.All();

    public SandboxUser? FindUser(string openId) => _state.Users.Find(openId);

    /// <summary>Adds a user, or changes the one with that openid; without an openid a new one is made up.</summary>
    public SandboxUser PutUser(string? openId = null, string? phone = null, string? unionId = null, string? countryCode = "86") =>
        _state.Users.Put(new SandboxUser(openId ?? RandomText.OpenId(), phone, unionId, countryCode));

    public void MarkRisky(string openId, bool risky = true) => _state.Users.MarkRisky(openId, risky);

    /// <summary>The user opened the mini-program.</summary>
    public void RecordVisit(string openId) => _state.Users.RecordVisit(openId);

    /// <summary>What wx.login gives. It only runs inside the open mini-program, so it is a visit.</summary>
    public string IssueLoginCode(string openId)
    {
        RecordVisit(openId);
        return _state.LoginCodes.Issue(openId);
    }

    /// <summary>What the phone number button gives.</summary>
    public string IssuePhoneCode(string openId)
    {
        RecordVisit(openId);
        return _state.PhoneCodes.Issue(openId);
    }

    /// <summary>The user said yes that many times in the pop-up; one event is pushed for each.</summary>
    public void AcceptSubscription(string openId, string templateId, int times = 1)
    {
        RecordVisit(openId);
        _state.Subscriptions.Accept(openId, Template(templateId), times);
        // Nobody answers two pop-ups in one second, and receivers drop repeats by user and second.
        for (var i = 0; i < times; i++) Push(openId, PushEvents.Popup(templateId, accepted: true), i);
    }

    /// <summary>The user said no in the pop-up. Acceptances from before stay.</summary>
    public void RejectSubscription(string openId, string templateId)
    {
        RecordVisit(openId);
        Push(openId, PushEvents.Popup(Template(templateId).Id, accepted: false));
    }

    /// <summary>The user switched the messages off on a card or in the settings.</summary>
    public void TurnOffSubscription(string openId, string templateId)
    {
        _state.Subscriptions.Withdraw(openId, Template(templateId).Id);
        Push(openId, PushEvents.Change(templateId));
    }

    /// <summary>Messages that would still be delivered; <see cref="int.MaxValue"/> for a long-term permission.</summary>
    public int SubscriptionsLeft(string openId, string templateId) => _state.Subscriptions.Left(openId, templateId);

    /// <summary>Every message WeChat would have shown, oldest first, of one user or of all.</summary>
    public IReadOnlyList<SandboxMessage> Messages(string? openId = null) => _state.Messages.Entries(Of(openId));

    public int MessageCount(string? openId = null) => _state.Messages.Count(Of(openId));

    public void ClearMessages() => _state.Messages.Clear();

    /// <summary>Texts and picture addresses that hold <paramref name="match"/> get this verdict; a risky one also stops a message (45168).</summary>
    /// <param name="match">Compared by ordinal.</param>
    /// <param name="suggest">pass, review or risky.</param>
    /// <param name="label">WeChat's label, for example 20006 (crime).</param>
    public void ScriptVerdict(string match, string suggest, int label) => _state.Verdicts.Add(match, suggest, label);

    /// <summary>How often a path was called, or all of them, whatever the answer.</summary>
    public long CallCount(string? path = null) => _state.Calls.Of(path);

    /// <summary>Where events go from now on.</summary>
    public void SetCallback(SandboxPushOptions push) => _state.Push.Options = push;

    /// <summary>Asks the callback address for the echo, as WeChat does when it is saved.</summary>
    public Task<bool> CheckCallbackAsync(CancellationToken ct) => _state.Push.CheckAddressAsync(ct);

    /// <summary>Pushes any event, for example user_authorization_revoke; <paramref name="happening"/> holds Event and its own fields.</summary>
    public void PushEvent(string openId, JsonObject happening) => Push(openId, (JsonObject)happening.DeepClone());

    /// <summary>Pushes a breach of the platform's rules.</summary>
    /// <param name="id">Its number: one breach may be pushed several times.</param>
    /// <param name="type">1 warning, 2 functions closed, 3 taken off, 4 account closed, 5 a page closed.</param>
    /// <param name="reason">As the platform words it.</param>
    public void Punish(string id, int type, string reason) =>
        Push(PlatformOpenId, PushEvents.Punishment(_state.Options.AppId, id, type, reason, _state.UnixSeconds));

    /// <summary>Somebody takes permissions back: RevokeInfo as the platform numbers it, 8 for the phone.</summary>
    public void TakeBack(string openId, string revoked) =>
        Push(PlatformOpenId, PushEvents.UserChange("user_authorization_revoke", _state.Options.AppId, openId, revoked));

    /// <summary>Somebody's picture or name was changed by the platform.</summary>
    public void ModifyUser(string openId) => Push(PlatformOpenId, PushEvents.UserChange("user_info_modified", _state.Options.AppId, openId, null));

    /// <summary>Somebody gives their WeChat account up.</summary>
    public void CancelUser(string openId) => Push(PlatformOpenId, PushEvents.UserChange("user_authorization_cancellation", _state.Options.AppId, openId, null));

    public IReadOnlyList<SandboxPush> Pushes() => _state.Push.Log.Entries(_ => true);

    /// <summary>Completes when every push and picture check under way has ended.</summary>
    public Task WhenPushesEndAsync() => _state.Push.WhenIdleAsync();

    private static Func<SandboxMessage, bool> Of(string? openId) =>
        openId is null ? _ => true : message => string.Equals(message.OpenId, openId, StringComparison.Ordinal);

    private void Push(string openId, JsonObject happening, int secondsLater = 0) =>
        _state.Push.Later(ct => _state.Push.SendAsync(openId, happening, ct, secondsLater));

    private SandboxTemplate Template(string templateId) => _state.Templates.TryGetValue(templateId, out var template)
        ? template
        : throw new ArgumentException($"The sandbox has no template {templateId}.", nameof(templateId));
}
