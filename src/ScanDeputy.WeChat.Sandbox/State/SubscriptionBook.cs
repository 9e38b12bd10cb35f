namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>What each user agreed to receive, by template, and which user is being written to right now.</summary>
internal sealed class SubscriptionBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string OpenId, string TemplateId), int> _oneTime = [];
    private readonly HashSet<(string OpenId, string TemplateId)> _longTerm = [];
    private readonly HashSet<string> _sending = new(StringComparer.Ordinal);

    /// <summary>Acceptances of a one-time template add up; a long-term one is on or off.</summary>
    public void Accept(string openId, SandboxTemplate template, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var key = (openId, template.Id);
        lock (_gate)
        {
            if (template.Kind == SandboxTemplateKind.LongTerm) _longTerm.Add(key);
            else _oneTime[key] = _oneTime.GetValueOrDefault(key) + times;
        }
    }

    /// <summary>Off in the settings or on the card: long-term permission ends and banked acceptances are worth nothing.</summary>
    public void Withdraw(string openId, string templateId)
    {
        lock (_gate)
        {
            _longTerm.Remove((openId, templateId));
            _oneTime.Remove((openId, templateId));
        }
    }

    /// <summary>Messages that may still be sent; <see cref="int.MaxValue"/> for a long-term permission.</summary>
    public int Left(string openId, string templateId)
    {
        lock (_gate) return _longTerm.Contains((openId, templateId)) ? int.MaxValue : _oneTime.GetValueOrDefault((openId, templateId));
    }

    public bool TrySpend(string openId, string templateId)
    {
        var key = (openId, templateId);
        lock (_gate)
        {
            if (_longTerm.Contains(key)) return true;
            var left = _oneTime.GetValueOrDefault(key);
            if (left == 0) return false;
            if (left == 1) _oneTime.Remove(key);
            else _oneTime[key] = left - 1;
            return true;
        }
    }

    public bool TryBeginSend(string openId)
    {
        lock (_gate) return _sending.Add(openId);
    }

    public void EndSend(string openId)
    {
        lock (_gate) _sending.Remove(openId);
    }
}
