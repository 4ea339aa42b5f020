"""What everybody is told before they sign in; it stays until they do. (CJIS v6.0 AC-8 a)"""

from network.words import say

SYSTEM_NOTICE = (
    say("You are about to use a restricted information system."),
    say("What you do here may be monitored and recorded, and is subject to audit."),
    say("Use without permission is prohibited and subject to criminal and civil penalties."),
    say("By using this system you consent to monitoring and recording."),
)
