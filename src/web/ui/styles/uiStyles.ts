/** The style sheets of the shared components. Their order is the cascade: a later one overrides the earlier ones. */
import './tokens.css';
import './base.css';
import './screen.css';
import './card.css';
import './button.css';
import './badge.css';
import './notice.css';
import './empty.css';
import './skeleton.css';
import './announcer.css';
import './facts.css';
import './rows.css';
import './field.css';
import './dialog.css';
import './lines.css';
import './choice.css';
import './done.css';
